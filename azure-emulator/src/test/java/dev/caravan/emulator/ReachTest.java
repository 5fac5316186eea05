package dev.caravan.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How clients of every kind get there: addresses, and the files that are written for them. */
class ReachTest {

    private static final Network SEPARATE = new Network("127.0.0.1", Network.Ports.ANY, true);

    @TempDir
    Path folder;

    private AzureEmulator start(Network network) {
        return AzureEmulator.start(EmulatorOptions.in(folder.resolve("an out")).withNetwork(network));
    }

    /** Trusts what the store trusts, and checks the name as a client does. */
    private static String shakeHands(Endpoints endpoints, String host, int port) throws Exception {
        var store = KeyStore.getInstance(endpoints.trustStore().toFile(), Endpoints.TRUST_STORE_PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        var address = InetAddress.getByName(endpoints.addresses().get(host));
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket(address, port)) {
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return socket.getInetAddress().getHostAddress();
        }
    }

    /** What a shell knows after it has sourced the file. */
    private String sourced(String variable) throws Exception {
        var shell = new ProcessBuilder(
                        "sh", "-c", ". \"$0\" && printf %s \"$" + variable + "\"", folder + "/an out/env")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return said;
    }

    @Test
    void everyServiceHasAnAddressOfItsOwnOnRequest() throws Exception {
        try (var emulator = start(SEPARATE)) {
            var endpoints = emulator.endpoints();

            assertThat(endpoints.addresses())
                    .isEqualTo(Map.of(
                            "caravan-dps.azure-devices-provisioning.net", "127.0.0.2",
                            "global.azure-devices-provisioning.net", "127.0.0.3",
                            "plant-a.azure-devices.net", "127.0.0.4",
                            "plant-b.azure-devices.net", "127.0.0.5"));
            for (var each : endpoints.addresses().entrySet()) {
                for (var socket : List.of(endpoints.https(), endpoints.mqtt())) {
                    assertThat(shakeHands(endpoints, each.getKey(), socket.getPort()))
                            .isEqualTo(each.getValue());
                }
            }
        }
    }

    @Test
    void separateAddressesCountFromALoopbackAddressOnly() {
        assertThatThrownBy(() -> new Network("0.0.0.0", Network.Ports.ANY, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("separate-addresses");
        assertThatThrownBy(() -> new Network("127.0.0.250", Network.Ports.ANY, true)
                        .addressesOf(List.of("a", "b", "c", "d", "e")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too few");
    }

    @Test
    void realPortsTakeThePlaceOfThoseThatWereNotGiven() {
        assertThat(new Network.Ports(0, 18_883, 0, 0, 8080).real())
                .isEqualTo(new Network.Ports(443, 18_883, 5671, 0, 8080));
    }

    @Test
    void hostsFileNamesEveryHostAndLocalhost() throws IOException {
        try (var emulator = start(Network.LOOPBACK)) {
            assertThat(emulator.endpoints().folder().resolve("hosts")).hasContent("""
                    127.0.0.1 localhost
                    127.0.0.1 caravan-dps.azure-devices-provisioning.net
                    127.0.0.1 global.azure-devices-provisioning.net
                    127.0.0.1 plant-a.azure-devices.net
                    127.0.0.1 plant-b.azure-devices.net
                    """);
        }
    }

    @Test
    void everyPolicyOfServiceAndHubsHasAFileWithItsConnectionString() throws IOException {
        try (var emulator = start(Network.LOOPBACK)) {
            var folder = emulator.endpoints().folder();

            assertThat(folder.resolve("hub-plant-b-connection-string"))
                    .isEqualTo(emulator.endpoints().hubConnectionStringFile("plant-b.azure-devices.net"))
                    .content()
                    .startsWith("HostName=plant-b.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=");
            assertThat(folder.resolve("hub-plant-a-registryRead-connection-string"))
                    .content()
                    .startsWith("HostName=plant-a.azure-devices.net;SharedAccessKeyName=registryRead;SharedAccessKey=");
            try (var files = Files.list(folder)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("dps-")))
                        .hasSize(2)
                        .allSatisfy(file -> assertThat(file).content().contains("HostName=caravan-dps."));
            }
        }
    }

    @Test
    void shellKnowsAllAfterSourcingTheEnvFileEvenWithABlankInThePath() throws Exception {
        try (var emulator = start(Network.LOOPBACK)) {
            var endpoints = emulator.endpoints();

            assertThat(sourced("CARAVAN_EMULATOR_CONTROL")).isEqualTo(endpoints.control());
            assertThat(sourced("CARAVAN_EMULATOR_PROXY"))
                    .isEqualTo("http://127.0.0.1:" + endpoints.socks().getPort());
            assertThat(sourced("CARAVAN_EMULATOR_HUBS"))
                    .isEqualTo("plant-a.azure-devices.net plant-b.azure-devices.net");
            assertThat(sourced("CARAVAN_EMULATOR_GLOBAL_ENDPOINT")).isEqualTo("global.azure-devices-provisioning.net");
            assertThat(Path.of(sourced("NODE_EXTRA_CA_CERTS"))).content().contains("BEGIN CERTIFICATE");
            assertThat(Path.of(sourced("CARAVAN_EMULATOR_DPS_CONNECTION_STRING_FILE")))
                    .content()
                    .contains("SharedAccessKey=");
            assertThat(Path.of(sourced("CARAVAN_EMULATOR_HUB_PLANT_A_CONNECTION_STRING_FILE")))
                    .content()
                    .contains("plant-a.azure-devices.net");
            assertThat(sourced("CARAVAN_EMULATOR_JAVA_OPTIONS"))
                    .contains("-DsocksProxyPort=" + endpoints.socks().getPort());
            assertThat(sourced("SSL_CERT_FILE")).isEqualTo(System.getenv().getOrDefault("SSL_CERT_FILE", ""));
        }
    }

    @Test
    void everyFileIsForTheOwnerAlone() throws IOException {
        try (var emulator = start(Network.LOOPBACK);
                var files = Files.list(emulator.endpoints().folder())) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                    .allMatch(permission -> permission.name().startsWith("OWNER_")));
        }
    }
}
