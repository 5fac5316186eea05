package dev.caravan.hub.pkcs11;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hsm.TokenWatch;

/** Looks every few seconds whether the token is there, so that health knows, and so that it is used again once it is back. */
public final class TokenRoutes extends RouteBuilder {

    private final TokenWatch watch;

    public TokenRoutes(TokenWatch watch) {
        this.watch = watch;
    }

    @Override
    public void configure() {
        // @formatter:off
        from("{{caravan.endpoint.token}}").routeId("look-at-token")
            .process(time -> watch.look());
        // @formatter:on
    }
}
