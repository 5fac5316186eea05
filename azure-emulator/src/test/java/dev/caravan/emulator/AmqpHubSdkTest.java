package dev.caravan.emulator;

import java.nio.file.Path;
import java.util.List;

import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The Java device SDK, unchanged, as a device that DPS has assigned, over AMQP. */
@Tag("full")
class AmqpHubSdkTest {

    private static final String HUB = "plant-b.azure-devices.net";
    private static final String ID = "board-1";
    private static final String DEVICE = "/hubs/plant-b/devices/" + ID;

    @RegisterExtension
    static final RunningEmulator EMULATOR = RunningEmulator.withRealAmqpPort();

    @TempDir
    Path folder;

    private final TestIdentity identity = TestIdentity.of(ID);

    @BeforeEach
    void assign() throws Exception {
        var enrollment = new IndividualEnrollment(ID, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(HUB));
        var desired = new com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection();
        desired.put("interval", 30);
        enrollment.setInitialTwin(new TwinState(null, desired));
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
    }

    private SdkProgram device(String protocol, TestIdentity shown) {
        var proxy = EMULATOR.endpoints().socks();
        return SdkProgram.start(
                DeviceProgram.class,
                EMULATOR.endpoints(),
                folder,
                List.of(
                        "HostName=" + HUB + ";DeviceId=" + ID + ";x509=true",
                        protocol,
                        shown.store(folder).toString(),
                        protocol.endsWith("_WS") ? proxy.getHostString() : "",
                        String.valueOf(proxy.getPort())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQPS", "AMQPS_WS"})
    void deviceDoesEverythingADeviceDoes(String protocol) {
        EMULATOR.control("POST", DEVICE + "/messages?kind=greeting", "hello");
        try (var device = device(protocol, identity)) {
            device.line("open");
            device.line("sent");
            assertThat(device.line("twin")).contains("interval=30");
            assertThat(Integer.valueOf(device.line("reported"))).isGreaterThan(1);
            EMULATOR.control("PATCH", DEVICE + "/twin/desired", "{\"interval\":60}");
            assertThat(device.line("desired")).contains("interval=60");

            var received = EMULATOR.state("/hubs/plant-b/telemetry?deviceId=" + ID);
            assertThat(received).hasSize(1);
            assertThat(received.at("/0/body").asText()).isEqualTo("{\"temperature\":21.5}");
            assertThat(received.at("/0/properties/machine").asText()).isEqualTo("press & sons = 100%");
            assertThat(received.at("/0/systemProperties/messageId").asText()).isEqualTo("m-1");
            assertThat(received.at("/0/systemProperties/contentType").asText()).isEqualTo("application/json");
            var shown = EMULATOR.state(DEVICE);
            assertThat(shown.at("/twin/properties/reported/firmware").asText()).isEqualTo("1.0");
            assertThat(shown.path("connected").asBoolean()).isTrue();
            Awaitility.await().untilAsserted(() -> assertThat(
                            EMULATOR.state(DEVICE).path("waitingMessages").asInt())
                    .isZero());

            EMULATOR.control("PUT", DEVICE + "/status", "\"disabled\"");

            assertThat(device.line("status DISCONNECTED")).isNotEmpty();
            assertThat(EMULATOR.state(DEVICE).path("connected").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQPS", "AMQPS_WS"})
    void wrongCertificateIsRefused(String protocol) {
        try (var device = device(protocol, TestIdentity.of(ID))) {
            assertThat(device.line("failed")).contains("authentication error");
        }
    }
}
