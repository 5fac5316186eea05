package dev.caravan.emulator.junit5;

import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.EnrollmentGroup;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import com.microsoft.azure.sdk.iot.service.registry.RegistryClient;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@AzureEmulator
class EmulatedAzureTest {

    private static final String VERSION = "?api-version=2021-10-01";

    private final DeviceIdentity board = DeviceIdentity.selfSigned("board-1");

    private void enroll(EmulatedAzure azure) throws Exception {
        var attestation = X509Attestation.createFromClientCertificates(board.certificatePem());
        new ProvisioningServiceClient(azure.connectionString())
                .createOrUpdateIndividualEnrollment(new IndividualEnrollment("board-1", attestation));
    }

    /** By plain HTTPS as the device, for a client of its own making. */
    private int register(HttpClient client, EmulatedAzure azure) throws Exception {
        var uri = "https://" + azure.globalEndpoint() + "/" + azure.idScope() + "/registrations/board-1/register";
        return client.send(
                        HttpRequest.newBuilder(URI.create(uri + VERSION))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString("{\"registrationId\":\"board-1\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static HttpClient client(EmulatedAzure azure, DeviceIdentity device) {
        return HttpClient.newBuilder()
                .proxy(azure.proxySelector())
                .sslContext(azure.sslContext(device))
                .build();
    }

    @Test
    void clientWithProxyAndTlsOfItsOwnRegistersAndTheTestWaitsForIt(EmulatedAzure azure) throws Exception {
        enroll(azure);

        assertThat(register(client(azure, board), azure)).isEqualTo(202);

        var state = azure.control()
                .await("/state/registrations/board-1")
                .at("/status")
                .isEqualTo("assigned");
        assertThat(state.asText()).isEqualTo("assigned");
        assertThat(azure.control().registration("board-1")).isPresent();
        assertThat(azure.control().registration("board-2")).isEmpty();
        assertThat(azure.control().countRequests("plane=device&id=board-1")).isPositive();
        assertThat(azure.control().requests("operation=putEnrollment"))
                .singleElement()
                .satisfies(call -> assertThat(call.path("status").asInt()).isEqualTo(200));
    }

    @Test
    void plainClientOfTheJvmIsLedThereToo(EmulatedAzure azure) throws Exception {
        assertThat(register(HttpClient.newHttpClient(), azure)).isEqualTo(401);
    }

    @Test
    void otherNamesAreLeftToTheSelectorBefore() {
        assertThat(ProxySelector.getDefault().select(URI.create("https://localhost/")))
                .containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void tlsOfTheEmulatorTrustsNobodyElse(EmulatedAzure azure) throws Exception {
        var settings = new Settings(List.of("plant-a"), 2, AzureEmulator.Lifetime.CLASS, false, false);
        try (var other = RunningAzure.start(settings)) {
            var client = HttpClient.newBuilder()
                    .proxy(other.azure().proxySelector())
                    .sslContext(azure.sslContext())
                    .build();

            assertThatThrownBy(() -> register(client, other.azure())).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void policyThatMayOnlyReadIsRefusedAWrite(EmulatedAzure azure) {
        var attestation = X509Attestation.createFromClientCertificates(board.certificatePem());
        var reader = new ProvisioningServiceClient(azure.connectionString("reader"));

        assertThatThrownBy(() ->
                        reader.createOrUpdateIndividualEnrollment(new IndividualEnrollment("board-1", attestation)))
                .isInstanceOf(ProvisioningServiceClientException.class);
        assertThat(azure.hub("plant-a").connectionString("device")).startsWith("HostName=plant-a.azure-devices.net;");
    }

    @Test
    void backEndThatIsToldToSendReachesTheHubOnly(EmulatedAzure azure) throws Exception {
        enroll(azure);
        register(client(azure, board), azure);
        var hub = azure.hub(azure.control()
                .await("/state/registrations/board-1")
                .at("/assignedHub")
                .exists()
                .asText());

        hub.send("board-1", "good morning", Map.of("kind", "a b&c"));
        hub.patchDesired("board-1", "{\"interval\":60}");
        hub.enable("board-1", false);

        var device = hub.device("board-1").orElseThrow();
        assertThat(device.path("waitingMessages").asInt()).isOne();
        assertThat(device.at("/twin/properties/desired/interval").asInt()).isEqualTo(60);
        assertThat(device.path("status").asText()).isEqualTo("disabled");
        assertThat(hub.telemetry()).isEmpty();
        assertThat(hub.device("board-2")).isEmpty();
    }

    @Test
    void deviceOfAVerifiedAuthorityIsAdmittedByItsGroup(EmulatedAzure azure) throws Exception {
        var authority = DeviceIdentity.authority("Line CA");
        azure.control().verifyCertificate("line-ca", authority);
        new ProvisioningServiceClient(azure.connectionString())
                .createOrUpdateEnrollmentGroup(
                        new EnrollmentGroup("line-1", X509Attestation.createFromCAReferences("line-ca")));

        assertThat(register(client(azure, authority.issue("board-1")), azure)).isEqualTo(202);
        assertThat(register(client(azure, board), azure)).isEqualTo(401);

        azure.control().await("/state/registrations/board-1").at("/status").isEqualTo("assigned");
        assertThat(azure.control().enrollmentGroup("line-1")).isPresent();
    }

    @Test
    void backEndOfAHubFindsItsDevices(EmulatedAzure azure) throws Exception {
        var hub = azure.hub("plant-a");
        var registry = new RegistryClient(hub.connectionString());

        registry.addDevice(new Device("press-1"));

        assertThat(registry.getDevice("press-1").getDeviceId()).isEqualTo("press-1");
        assertThat(hub.device("press-1")).isPresent();
        assertThat(azure.hub("plant-b").device("press-1")).isEmpty();
    }

    @Test
    void brokenLinksLetTheRegistrationFail(EmulatedAzure azure) throws Exception {
        enroll(azure);
        azure.hubs().forEach(hub -> hub.link(EmulatedHub.Link.UNAUTHORIZED));

        register(client(azure, board), azure);

        azure.control().await("/state/registrations/board-1").at("/status").isEqualTo("failed");
    }

    @Test
    void authorityIsVerifiedInServiceAndHub(EmulatedAzure azure) {
        var authority = DeviceIdentity.authority("Line CA");

        azure.control().verifyCertificate("line-ca", authority);
        azure.hub("plant-a").verifyCertificate("line-ca", authority);

        assertThat(azure.control().call("GET", "/dps/certificates", "")).hasSize(1);
        assertThat(azure.control().call("GET", "/hubs/plant-a/certificates", ""))
                .hasSize(1);
        assertThat(azure.control().enrollmentGroup("line-1")).isEmpty();
    }

    @Test
    void deviceOverAmqpInAWebSocketTakesTheProxyAsItsSetting(EmulatedAzure azure) throws Exception {
        enroll(azure);
        register(client(azure, board), azure);
        var hub = azure.control()
                .await("/state/registrations/board-1")
                .at("/assignedHub")
                .exists()
                .asText();
        var device = new DeviceClient(
                "HostName=" + hub + ";DeviceId=board-1;x509=true",
                IotHubClientProtocol.AMQPS_WS,
                ClientOptions.builder()
                        .sslContext(azure.sslContext(board))
                        .proxySettings(new ProxySettings(azure.httpProxy()))
                        .build());

        device.open(false);
        device.sendEvent(new Message("hello"));
        device.close();

        assertThat(azure.hub(hub).telemetry())
                .extracting(EmulatedHub.Telemetry::body)
                .containsExactly("hello");
    }

    @Test
    void snapshotIsWhereAnotherTestBegins(EmulatedAzure azure) throws Exception {
        enroll(azure);
        var snapshot = azure.control().snapshot();
        azure.control().reset();
        assertThat(azure.control().enrollment("board-1")).isEmpty();

        azure.control().restore(snapshot);

        assertThat(azure.control().enrollment("board-1")).isPresent();
        assertThatThrownBy(() -> azure.control().restore("{}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("format");
    }

    @Test
    void clockThatIsWrongMakesTokensExpire(EmulatedAzure azure) {
        azure.control().shiftClock(Duration.ofDays(400));

        assertThatThrownBy(() -> enroll(azure)).hasMessageContaining("401");
    }

    @Test
    void realQuotasAreInForceUntilTheReset(EmulatedAzure azure) {
        azure.control().realQuotas();
        assertThat(azure.control().call("GET", "/quota", "").toString()).contains("limits");

        azure.control().reset();

        assertThat(azure.control().call("GET", "/quota", "").at("/limits")).isEmpty();
    }

    @Test
    void waitThatIsInVainSaysWhatIsThere(EmulatedAzure azure) {
        var waiting = azure.control().await("/health").at("/status").within(Duration.ofSeconds(1));

        assertThatThrownBy(() -> waiting.isEqualTo("down"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"up\"");
    }

    @Test
    void authorityIsThereAsFileAndStore(EmulatedAzure azure) throws Exception {
        var store = KeyStore.getInstance(azure.trustStore().toFile(), "changeit".toCharArray());

        assertThat(store.getCertificateAlias(azure.authority())).isNotNull();
        assertThat(azure.caCertificate()).exists();
        assertThat(board.keyPem()).startsWith("-----BEGIN");
    }
}
