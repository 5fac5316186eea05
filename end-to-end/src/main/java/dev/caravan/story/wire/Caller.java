package dev.caravan.story.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Plain HTTP/1.1 with JSON bodies to one server; a call may take a minute at most. Safe for all threads. */
final class Caller {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final HttpClient client;
    private final String base;

    /** @param base URL without a slash at the end */
    Caller(String base) {
        this(base, HttpClient.newBuilder());
    }

    /** Over TLS. */
    Caller(String base, SSLContext trust) {
        this(base, HttpClient.newBuilder().sslContext(trust));
    }

    private Caller(String base, HttpClient.Builder client) {
        this.client = client.version(HttpClient.Version.HTTP_1_1).build();
        this.base = base;
    }

    String base() {
        return base;
    }

    Answer call(String method, String path, Map<String, String> headers, String body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LONGEST)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return send(request.build());
    }

    private Answer send(HttpRequest request) {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body(), json(response.body()));
        } catch (IOException failure) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calling " + request.uri(), interrupted);
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
