package dev.caravan.emulator.junit5;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;

/** The control port over the wire, as a program in any language would use it. */
final class ControlPort {

    private static final int FAILED = 300;
    private static final int NOT_FOUND = 404;

    private final String base;

    /** Direct: the JVM's proxies may lead elsewhere. */
    private final HttpClient client = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    record Reply(int status, byte[] bytes) {

        JsonNode body() {
            return Json.read(bytes).orElseGet(Json::object);
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    ControlPort(String base) {
        this.base = base;
    }

    String base() {
        return base;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return call("GET", path, new byte[0]);
    }

    byte[] bytes(String path) {
        var reply = send("GET", path, new byte[0]);
        checked("GET", path, reply);
        return reply.bytes();
    }

    /** Empty for what is not there. */
    Optional<JsonNode> find(String path) {
        var reply = send("GET", path, new byte[0]);
        return reply.status() == NOT_FOUND ? Optional.empty() : Optional.of(checked("GET", path, reply));
    }

    /** @throws IllegalArgumentException when the emulator does not want that; with its own words */
    JsonNode call(String method, String path, byte[] body) {
        return checked(method, path, send(method, path, body));
    }

    private static JsonNode checked(String method, String path, Reply reply) {
        if (reply.status() >= FAILED) {
            throw new IllegalArgumentException(method + " " + path + ": " + reply.status() + " "
                    + reply.body().path("error").asText(reply.text()));
        }
        return reply.body();
    }

    Reply send(String method, String path, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException("the emulator does not answer at " + base, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the emulator", interrupted);
        }
    }
}
