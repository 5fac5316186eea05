package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

/** What the REST API's flows have in common: the server, and the OpenAPI document of version 1. */
public final class ApiFront extends RouteBuilder {

    /** Where the document is served, to everybody. */
    public static final String DOCUMENT = "/api/v1/openapi.json";

    /** The request header that carries an API key. */
    public static final String KEY_HEADER = "X-API-Key";

    /** The request header by which a request is known when it is sent again. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** The header of an answer that was given before. */
    public static final String REPLAYED = "Idempotency-Replayed";

    /** The security scheme by which operations name the API key. */
    static final String API_KEY = "apiKey";

    /** The security scheme of local users. */
    static final String PASSWORD = "password";

    /** The security scheme of tokens. */
    static final String TOKEN = "token";

    /** The security scheme of gateways. */
    static final String SIGNATURE = "signature";

    @Override
    public void configure() {
        // @formatter:off
        restConfiguration().component("platform-http")
            // Inlined, a route behind a verb could not be called from elsewhere.
            .inlineRoutes(false)
            // Otherwise bodies are decoded as text before anybody has looked whether they are.
            .endpointProperty("useStreaming", "true")
            .apiContextPath(DOCUMENT)
            .apiProperty("api.title", "Caravan hub").apiProperty("api.version", "1")
            .apiProperty("api.description",
                "Boards, batches and activations. Every error is a problem document (RFC 9457) whose 'type' is stable"
                    + " and whose 'detail' says what to do. Every call needs an API key, name and password of a local user"
                    + " (HTTP Basic), or the token of an issuer that the hub knows (Bearer). A board"
                    + " that is not the caller's to see is answered as one that does not exist.")
            .apiProperty("base.path", "/").apiProperty("openapi.version", "3.0.3");
        // @formatter:on
    }
}
