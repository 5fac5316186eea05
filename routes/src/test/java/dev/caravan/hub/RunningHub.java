package dev.caravan.hub;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.ConfigurableApplicationContext;

import dev.caravan.access.Principal;
import dev.caravan.durable.DurableFiles;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.login.Logins;
import dev.caravan.login.UserDesk;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole hub in this process, in a folder of its own. Its way to Azure is a proxy that nobody runs. */
public final class RunningHub implements AutoCloseable {

    /** Enrolled before the hub starts, for the consignee krone. */
    public static final String OF_KRONE = "3f2504e0-4f89-41d3-9a0c-00000000aaaa";

    /** Enrolled before the hub starts, for the consignee lemken. */
    public static final String OF_LEMKEN = "3f2504e0-4f89-41d3-9a0c-00000000bbbb";

    /** Enrolled before the hub starts, for nobody yet. */
    public static final String ENROLLED = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProxySelector proxies = ProxySelector.getDefault();
    private final SSLSocketFactory sockets = HttpsURLConnection.getDefaultSSLSocketFactory();
    private final HttpClient client = HttpClient.newHttpClient();
    private static final String PASSWORD = "three wet camels in a row";

    private final ApiContract contract = new ApiContract();
    private final Map<Principal, String> keys = new ConcurrentHashMap<>();
    private final Map<Principal, Logins.Change> users = new ConcurrentHashMap<>();
    private final Path home;
    private final ConfigurableApplicationContext context;

    private RunningHub(Path home, List<String> arguments) {
        this.home = home;
        this.context = HubMain.program().run(arguments.toArray(String[]::new));
    }

    /** @param more arguments of the program, which go before those that every hub gets */
    public static RunningHub in(Path home, String... more) throws IOException {
        Files.createDirectories(home.resolve("data"));
        try (var ledger = new SeededLedger(home.resolve("data/ledger.db"))) {
            ledger.atItsEnd("seeded", ENROLLED);
            ledger.atItsEnd("for-krone", OF_KRONE, "krone");
            ledger.atItsEnd("for-lemken", OF_LEMKEN, "lemken");
        }
        var arguments = arguments(home);
        for (var argument : more) {
            arguments.removeIf(before -> before.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
            arguments.add(argument);
        }
        return new RunningHub(home, arguments);
    }

    static List<String> arguments(Path home) throws IOException {
        var password = "correct horse battery".getBytes(StandardCharsets.UTF_8);
        DurableFiles.write(home.resolve("ca-password"), password, DurableFiles.OWNER_ONLY);
        Files.writeString(
                home.resolve("dps"),
                "HostName=nowhere.azure-devices-provisioning.net;SharedAccessKeyName=hub;SharedAccessKey=c2VjcmV0");
        var arguments = new ArrayList<>(List.of(
                "--spring.profiles.active=demo",
                "--caravan.http.port=0",
                "--caravan.dps.connection-string-file=" + home.resolve("dps"),
                "--caravan.dps.attempts=1",
                "--caravan.access.gateways[0].name=" + TestGateway.NAME,
                "--caravan.access.gateways[0].key-files[0]=" + TestGateway.publicKey(home.resolve("hall-1.pub.pem")),
                "--caravan.callback.allowed-networks[0]=127.0.0.1/32",
                "--caravan.outbound.proxy.type=http",
                "--caravan.outbound.proxy.host=127.0.0.1",
                "--caravan.outbound.proxy.port=1",
                "--caravan.certificate.password-file=" + home.resolve("ca-password"),
                "--caravan.activation.iot-hubs[0]=plant-a.azure-devices.net"));
        for (var folder : List.of("inbox", "outbox", "archive", "quarantine", "work", "data")) {
            arguments.add("--caravan.folders." + folder + "=" + home.resolve(folder));
        }
        return arguments;
    }

    /** A part of the hub, to do behind its back what a command beside it would do. */
    public <T> T part(Class<T> kind) {
        return context.getBean(kind);
    }

    public Path folder(String name) {
        return home.resolve(name);
    }

    public String url() throws IOException {
        return Files.readString(home.resolve("data/hub-url")).strip();
    }

    /** A request with the hub's key. */
    public HttpRequest.Builder request(String path) throws IOException {
        return stranger(path).header("X-API-Key", Files.readString(home.resolve("data/api-key")));
    }

    /** A request of this principal, with a key of its own. */
    public HttpRequest.Builder request(Principal principal, String path) throws IOException {
        var key = keys.computeIfAbsent(principal, unknown -> context.getBean(AccessKeys.class)
                .create(unknown, Duration.ofDays(1), "a test")
                .reveal());
        return stranger(path).header("X-API-Key", key);
    }

    /** A request of this principal, as a local user with a password that was changed. */
    public HttpRequest.Builder userRequest(Principal principal, String path) throws IOException {
        users.computeIfAbsent(principal, unknown -> {
            part(UserDesk.class).add(unknown, "a test");
            return part(Logins.class).change(unknown.name(), PASSWORD);
        });
        return basicRequest(principal.name(), PASSWORD, path);
    }

    public HttpRequest.Builder basicRequest(String name, String password, String path) throws IOException {
        var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return stranger(path)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /** A request without a key. */
    public HttpRequest.Builder stranger(String path) throws IOException {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    public HttpResponse<String> activate(String guid, String body) throws Exception {
        return send(request("/api/v1/boards/" + guid + "/activation")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    /** Sends it; what comes of it must be as docs/openapi.json says. */
    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var sent = request.build();
        var answer = client.send(sent, BodyHandlers.ofString());
        contract.check(sent, ApiContract.Answer.of(answer));
        return answer;
    }

    /** Sends it, and waits for nothing. */
    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        var sent = request.build();
        return client.sendAsync(sent, BodyHandlers.ofString()).thenApply(answer -> {
            contract.check(sent, ApiContract.Answer.of(answer));
            return answer;
        });
    }

    public static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** Requires a problem document of this status, and gives it. */
    public static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        var problem = json(answer);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        return problem;
    }

    @Override
    public void close() {
        context.close();
        ProxySelector.setDefault(proxies);
        HttpsURLConnection.setDefaultSSLSocketFactory(sockets);
    }
}
