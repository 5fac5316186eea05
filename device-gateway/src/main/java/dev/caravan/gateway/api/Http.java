package dev.caravan.gateway.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/** The only place that knows HTTP headers: request in, answer out, and nothing of the request in the answer. */
final class Http {

    /** What a step does with a request. */
    @FunctionalInterface
    interface Step {
        ApiAnswer answer(ApiRequest request) throws Exception;
    }

    private static final String BEARER = "Bearer ";

    private Http() {}

    /** Reads the request, takes the step, writes its answer. */
    static Processor answering(Step step) {
        return exchange -> write(exchange, step.answer(read(exchange.getMessage())));
    }

    static ApiRequest read(Message message) throws Problem {
        String guid = message.getHeader("guid", "", String.class);
        byte[] body = message.getBody(byte[].class);
        return new ApiRequest(
                guid,
                token(message.getHeader("Authorization", String.class)),
                body == null ? "" : new String(body, StandardCharsets.UTF_8),
                query(message.getHeader(Exchange.HTTP_QUERY, String.class)));
    }

    private static Optional<String> token(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(BEARER.length()).strip());
    }

    private static Map<String, String> query(@Nullable String raw) throws Problem {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(
                    decoded(equals < 0 ? pair : pair.substring(0, equals)),
                    equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) throws Problem {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                    400, "Not a query", "The part '" + text + "' of the query is not percent-encoded as it should be.");
        }
    }

    static void write(Exchange exchange, ApiAnswer answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, answer.contentType());
        answer.retryAfter().ifPresent(seconds -> message.setHeader("Retry-After", seconds));
        if (answer.status() == 401) {
            message.setHeader("WWW-Authenticate", "Bearer");
        }
        message.setBody(answer.body().toString());
    }
}
