package dev.caravan.hub.api;

import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Leads a browser that opens the hub to the API's documentation. */
public final class ApiPages implements WebMvcConfigurer {

    private static final String DOCUMENTATION = "/swagger-ui/index.html";

    @Override
    public void addViewControllers(ViewControllerRegistry pages) {
        pages.addRedirectViewController("/", DOCUMENTATION);
        pages.addRedirectViewController("/swagger-ui", DOCUMENTATION);
        pages.addRedirectViewController("/swagger-ui/", DOCUMENTATION);
    }
}
