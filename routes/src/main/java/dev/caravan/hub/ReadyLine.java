package dev.caravan.hub;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;

import dev.caravan.durable.DurableFiles;

/** Says, once routes and API run, where the hub is; also in the file {@code hub-url} of the data folder. */
class ReadyLine {

    private final HubSettings settings;
    private final CamelContext camel;

    ReadyLine(HubSettings settings, CamelContext camel) {
        this.settings = settings;
        this.camel = camel;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (!(event.getApplicationContext() instanceof WebServerApplicationContext web) || !camel.isStarted()) {
            throw new IllegalStateException("the hub's routes did not start");
        }
        var url = settings.http().origin() + ":" + web.getWebServer().getPort();
        var data = settings.folders().data().toAbsolutePath();
        DurableFiles.write(
                data.resolve("hub-url"), (url + "\n").getBytes(StandardCharsets.UTF_8), DurableFiles.READABLE);
        System.out.println("hub ready: " + url + "/swagger-ui/, API key in " + data.resolve("api-key") + ", inbox "
                + settings.folders().inbox().toAbsolutePath());
    }
}
