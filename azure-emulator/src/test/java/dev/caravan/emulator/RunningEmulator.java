package dev.caravan.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import dev.caravan.emulator.dps.Terms;
import dev.caravan.emulator.json.Json;

/**
 * One emulator for a test class, reset before each test. The vendor's clients reach it as users do: under the real
 * names, through the SOCKS5 port, trusting its authority.
 */
public final class RunningEmulator implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final HttpClient control = HttpClient.newHttpClient();
    private final ProxySelector usualProxies = ProxySelector.getDefault();
    private final SSLSocketFactory usualSockets = HttpsURLConnection.getDefaultSSLSocketFactory();
    private final Network network;
    private final Terms terms;
    private Path folder = Path.of("");
    private AzureEmulator emulator;
    private X509Certificate authority;

    public RunningEmulator() {
        this(Network.LOOPBACK, Terms.USUAL);
    }

    /** With a service that is set up otherwise. */
    RunningEmulator(Terms terms) {
        this(Network.LOOPBACK, terms);
    }

    private RunningEmulator(Network network, Terms terms) {
        this.network = network;
        this.terms = terms;
    }

    /** For clients that know no proxy and no other port; on a loopback address that no other process is likely to use. */
    static RunningEmulator withRealAmqpPort() {
        return new RunningEmulator(
                new Network(ownAddress(), new Network.Ports(0, 0, Network.Ports.AMQP, 0, 0), false), Terms.USUAL);
    }

    /** The same with HTTPS on its real port too, where this user may listen there. */
    static RunningEmulator withRealPortsWhereAllowed() {
        var https = mayListenOn(Network.Ports.HTTPS) ? Network.Ports.HTTPS : 0;
        return new RunningEmulator(
                new Network(ownAddress(), new Network.Ports(https, 0, Network.Ports.AMQP, 0, 0), false), Terms.USUAL);
    }

    private static String ownAddress() {
        var own = (int) (ProcessHandle.current().pid() % 64_000);
        return "127.9." + own / 250 + "." + (own % 250 + 1);
    }

    private static boolean mayListenOn(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(ownAddress()))) {
            return socket.isBound();
        } catch (IOException forbidden) {
            return false;
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("emulator");
        emulator = AzureEmulator.start(
                EmulatorOptions.in(folder).withNetwork(network).withTerms(terms));
        try (var pem = Files.newInputStream(endpoints().caCertificate())) {
            authority =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        HttpsURLConnection.setDefaultSSLSocketFactory(
                TestIdentity.anonymousTls(authority).getSocketFactory());
        ProxySelector.setDefault(proxies(Proxy.Type.SOCKS));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        control("POST", "/reset", "");
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        ProxySelector.setDefault(usualProxies);
        HttpsURLConnection.setDefaultSSLSocketFactory(usualSockets);
        emulator.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    public Endpoints endpoints() {
        return emulator.endpoints();
    }

    X509Certificate authority() {
        return authority;
    }

    String connectionString() {
        return textOf(endpoints().dpsConnectionStringFile());
    }

    /** Of another policy than the owner. */
    String connectionString(String policy) {
        return textOf(endpoints().folder().resolve("dps-" + policy + "-connection-string"));
    }

    String hubConnectionString(String hub, String policy) {
        var owner = endpoints().hubConnectionStringFile(hub);
        return textOf(
                policy.equals("iothubowner")
                        ? owner
                        : owner.resolveSibling(
                                owner.getFileName().toString().replace("-connection", "-" + policy + "-connection")));
    }

    private static String textOf(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    ProvisioningServiceClient serviceClient() {
        return new ProvisioningServiceClient(connectionString());
    }

    /** For the Azure names only; everything else stays direct. */
    ProxySelector proxies(Proxy.Type type) {
        var proxy = new Proxy(type, endpoints().socks());
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                var azure = uri.getHost() != null && uri.getHost().contains(".azure-devices");
                return List.of(azure ? proxy : Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    /** The body of the answer; an unsuccessful status fails the test. */
    JsonNode control(String method, String path, String body) {
        var answer = controlAnswer(method, path, body);
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return Json.read(answer.body().getBytes(StandardCharsets.UTF_8)).orElseGet(Json::object);
    }

    HttpResponse<String> controlAnswer(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(endpoints().control() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return control.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    JsonNode state(String path) {
        return control("GET", "/state" + path, "");
    }
}
