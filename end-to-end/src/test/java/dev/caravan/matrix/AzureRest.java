package dev.caravan.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Azure's REST by hand, through the emulator's HTTP CONNECT: how the stage is set without any SDK. */
final class AzureRest {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client;
    private final String base;

    AzureRest(String host, SSLContext tls, InetSocketAddress proxy) {
        base = "https://" + host;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .proxy(ProxySelector.of(proxy))
                .build();
    }

    /** The body of a 2xx answer; anything else is the end of the test. */
    JsonNode call(String method, String pathAndQuery, JsonNode body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + pathAndQuery))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        var answer = send(request.build());
        if (answer.statusCode() < 200 || answer.statusCode() > 299) {
            throw new IllegalStateException(
                    method + " " + pathAndQuery + ": " + answer.statusCode() + " " + answer.body());
        }
        return json(answer.body());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(request.uri() + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException noJson) {
            throw new UncheckedIOException("not JSON: " + body, noJson);
        }
    }

    /** A token for an hour, from a connection string. */
    static String token(String connectionString) {
        var parts = ConnectionString.of(connectionString);
        return token(parts.host(), parts.policy(), parts.key());
    }

    /** A connection string that names the same policy with a key that is not its own. */
    static String withWrongKey(String connectionString) {
        var key = Base64.getEncoder().encodeToString(new byte[64]);
        return connectionString.replaceAll("SharedAccessKey=.*", "SharedAccessKey=" + key);
    }

    static String token(String resource, String policy, String key) {
        var encoded = URLEncoder.encode(resource, StandardCharsets.UTF_8);
        var expiry = Instant.now().plus(Duration.ofHours(1)).getEpochSecond();
        var signature = URLEncoder.encode(sign(key, encoded + "\n" + expiry), StandardCharsets.UTF_8);
        return "SharedAccessSignature sr=%s&sig=%s&se=%d&skn=%s".formatted(encoded, signature, expiry, policy);
    }

    /** HMAC-SHA256, key and result as Base64. */
    static String sign(String key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private record ConnectionString(String host, String policy, String key) {

        static ConnectionString of(String text) {
            var host = "";
            var policy = "";
            var key = "";
            for (var part : text.strip().split(";")) {
                var name = part.substring(0, part.indexOf('='));
                var value = part.substring(part.indexOf('=') + 1);
                switch (name) {
                    case "HostName" -> host = value;
                    case "SharedAccessKeyName" -> policy = value;
                    case "SharedAccessKey" -> key = value;
                    default -> throw new IllegalArgumentException("unknown part " + name);
                }
            }
            return new ConnectionString(host, policy, key);
        }
    }
}
