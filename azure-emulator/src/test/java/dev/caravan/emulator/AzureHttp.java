package dev.caravan.emulator;

import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;

/** Plain HTTPS to the Azure names by HTTP CONNECT, for what the SDKs cannot be made to send. */
final class AzureHttp {

    static final String VERSION = "api-version=2021-10-01";

    private final RunningEmulator emulator;
    private final HttpClient client;

    /** An answer with its body as JSON, an empty object when there is none. */
    record Reply(int status, HttpResponse<byte[]> http) {

        JsonNode body() {
            return Json.read(http.body()).orElseGet(Json::object);
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }
    }

    private AzureHttp(RunningEmulator emulator, SSLContext tls) {
        this.emulator = emulator;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(emulator.proxies(Proxy.Type.HTTP))
                .sslContext(tls)
                .build();
    }

    static AzureHttp anonymous(RunningEmulator emulator) {
        return new AzureHttp(emulator, TestIdentity.anonymousTls(emulator.authority()));
    }

    static AzureHttp as(TestIdentity identity, RunningEmulator emulator) {
        return new AzureHttp(emulator, identity.tls(emulator.authority()));
    }

    /** A service-API call with a good token. */
    Reply service(String method, String path, String body, String... headers) {
        return send(serviceRequest(method, path, body, headers)
                .header("Authorization", token(host(), Instant.now().plusSeconds(60)))
                .build());
    }

    /** The same with the given Authorization header. */
    Reply serviceAs(String authorization, String method, String path) {
        return send(serviceRequest(method, path, "")
                .header("Authorization", authorization)
                .build());
    }

    private HttpRequest.Builder serviceRequest(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("https://" + host() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (!body.isEmpty() && Arrays.stream(headers).noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        return request;
    }

    /** A device-API call on the global name. */
    Reply device(String method, String path, String body, String... headers) {
        var host = emulator.endpoints().globalEndpoint();
        var request = HttpRequest.newBuilder(URI.create("https://" + host + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        return send((headers.length > 0 ? request.headers(headers) : request).build());
    }

    /** The first call of a registration, and its answer. */
    Reply startRegistration(String id, String... headers) {
        return device("PUT", base(id) + "/register?" + VERSION, "{\"registrationId\":\"" + id + "\"}", headers);
    }

    /** Registers and polls once: the state of the registration. */
    JsonNode register(String id, String... headers) {
        var first = startRegistration(id, headers);
        if (first.status() != 202) {
            return first.body().path("registrationState");
        }
        var operation = first.body().path("operationId").asText();
        return device("GET", base(id) + "/operations/" + operation + "?" + VERSION, "", headers)
                .body()
                .path("registrationState");
    }

    private String base(String id) {
        return "/" + emulator.endpoints().idScope() + "/registrations/" + id;
    }

    /** A call of the hub's service API with a good token of the policy; without any when it is empty. */
    Reply hub(String hub, String policy, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create("https://" + hub + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!policy.isEmpty()) {
            var key = keyIn(emulator.hubConnectionString(hub, policy));
            request.header("Authorization", token(hub, Instant.now().plusSeconds(60), policy, key));
        }
        return send(request.build());
    }

    String token(String resource, Instant expiry) {
        return token(resource, expiry, "provisioningserviceowner", keyIn(emulator.connectionString()));
    }

    /** With the key of another policy than the owner. */
    String token(String resource, Instant expiry, String policy) {
        return token(resource, expiry, policy, keyIn(emulator.connectionString(policy)));
    }

    private static String keyIn(String connectionString) {
        return connectionString.split("SharedAccessKey=", 2)[1];
    }

    private static String token(String resource, Instant expiry, String policy, String key) {
        try {
            var encoded = URLEncoder.encode(resource, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
            var message = encoded + "\n" + expiry.getEpochSecond();
            var signature = Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
            return "SharedAccessSignature sr=" + encoded + "&sig="
                    + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&se=" + expiry.getEpochSecond()
                    + "&skn=" + policy;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    String host() {
        return emulator.endpoints().dps();
    }

    private Reply send(HttpRequest request) {
        try {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
