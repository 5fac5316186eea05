package dev.caravan.hub.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The REST API of the hub that runs in a data folder: its address, its certificate and its key lie there. */
final class HubClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int OK = 200;

    private final HttpClient client;
    private final String base;
    private final String key;

    private HubClient(HttpClient client, String base, String key) {
        this.client = client;
        this.base = base;
        this.key = key;
    }

    /** @throws IllegalStateException if no hub has ever been ready there */
    static HubClient of(Path data) {
        try {
            var base = Files.readString(data.resolve("hub-url")).strip();
            return new HubClient(
                    client(base, data.resolve("hub-certificate.pem")),
                    base,
                    Files.readString(data.resolve("api-key")).strip());
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "no hub is known in " + data.toAbsolutePath()
                            + ": start it first (./caravan hub), and run this as the hub's user; cannot read "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    /** Never through a proxy: the hub is on this machine. */
    private static HttpClient client(String base, Path certificate) throws IOException {
        var client = HttpClient.newBuilder().proxy(ProxySelector.of(null)).connectTimeout(LIMIT);
        return (base.startsWith("https:") ? client.sslContext(PinnedCertificate.only(certificate)) : client).build();
    }

    JsonNode get(String path) {
        return call(request(path).GET());
    }

    /** @param body JSON; empty for none */
    JsonNode post(String path, String body) {
        return call(request(path)
                .header("Content-Type", "application/json")
                .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .timeout(LIMIT)
                .header("X-API-Key", key);
    }

    private JsonNode call(HttpRequest.Builder request) {
        try {
            return success(client.send(request.build(), BodyHandlers.ofString()));
        } catch (ConnectException notThere) {
            throw new IllegalStateException(
                    "the hub at " + base + " does not run; start it first (./caravan hub)", notThere);
        } catch (IOException failure) {
            throw new IllegalStateException("the hub at " + base + " gave no answer: " + failure.getMessage(), failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped; what the hub has begun goes on", stopping);
        }
    }

    private static JsonNode success(HttpResponse<String> answer) throws IOException {
        var body = JSON.readTree(answer.body());
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(body.path("detail").asText("the hub answered " + answer.statusCode()));
        }
        return body;
    }
}
