package dev.caravan.gateway.api;

import org.apache.camel.builder.RouteBuilder;

/** The map of the API: which path leads to which route. */
public final class ApiPaths extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        restConfiguration().component("platform-http").inlineRoutes(false);

        rest("/v1/boards")
            .get().to(BoardRoutes.LIST)
            .post("/{guid}/first-boot").to(BoardRoutes.FIRST_BOOT)
            .get("/{guid}/assignment").to(BoardRoutes.ASSIGNMENT)
            .post("/{guid}/telemetry").to(SessionRoutes.TELEMETRY)
            .get("/{guid}/twin").to(SessionRoutes.TWIN)
            .patch("/{guid}/twin").to(SessionRoutes.REPORT);
        // @formatter:on
    }
}
