package dev.caravan.emulator;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Quotas and faults as the Java SDKs meet them over AMQP, unchanged, on the real port. */
@Tag("full")
class AmqpHardshipSdkTest {

    private static final String HUB = "plant-b.azure-devices.net";
    private static final String ID = "board-1";

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
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
    }

    private SdkProgram device() {
        return SdkProgram.start(
                DeviceProgram.class,
                EMULATOR.endpoints(),
                folder,
                List.of(
                        "HostName=" + HUB + ";DeviceId=" + ID + ";x509=true",
                        "AMQPS",
                        identity.store(folder).toString(),
                        "",
                        ""));
    }

    private SdkProgram registration() {
        var endpoints = EMULATOR.endpoints();
        return SdkProgram.start(
                RegistrationProgram.class,
                endpoints,
                folder,
                List.of(
                        endpoints.globalEndpoint(),
                        endpoints.idScope(),
                        "AMQPS",
                        identity.store(folder).toString()));
    }

    private static void once(String operation, String action) {
        fault("\"times\":1,\"operation\":\"" + operation + "\"", action);
    }

    private static void fault(String match, String action) {
        EMULATOR.control("POST", "/faults", "{" + match + ",\"action\":" + action + "}");
    }

    private static void limit(String throttle) {
        EMULATOR.control("PUT", "/quota", "{\"limits\":{\"" + throttle + "\":{\"amount\":1,\"seconds\":3600}}}");
    }

    private static List<Integer> statuses(String operation) {
        return EMULATOR
                .control("GET", "/requests?transport=amqp&operation=" + operation, "")
                .findValues("status")
                .stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private static int received() {
        return EMULATOR.state("/hubs/plant-b/telemetry").size();
    }

    @Test
    void throttledMessageIsSentAgain() {
        once("telemetry", "{\"type\":\"status\",\"status\":429}");

        try (var device = device()) {
            device.line("sent");
        }

        assertThat(statuses("telemetry")).containsExactly(429, 200);
        assertThat(received()).isEqualTo(1);
    }

    @Test
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a link over the hub's limit of connections is refused with"
                    + " com.microsoft:device-container-throttled, and who is connected stays so.",
            source = "Java SDK AmqpConnectionThrottledException")
    void connectionOverTheLimitIsRefused() {
        limit("connections");

        try (var first = device()) {
            first.line("open");
            try (var second = device()) {
                assertThat(second.line("failed")).contains("throttling");
            }
            assertThat(EMULATOR.state("/hubs/plant-b/devices/" + ID)
                            .path("connected")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a twin request over the hub's limit is answered with status 429.",
            source = "Java SDK IotHubStatusCode.THROTTLED")
    void throttledTwinReadIsAnErrorOfItsOwn() {
        fault("\"operation\":\"twinGet\"", "{\"type\":\"status\",\"status\":429}");

        try (var device = device()) {
            assertThat(device.line("failed")).contains("IotHubClientException").containsIgnoringCase("throttled");
        }
    }

    @ParameterizedTest
    @CsvSource({"before,1", "after,2"})
    void messageIsSentAgainAfterTheConnectionBroke(String when, int kept) {
        once("telemetry", "{\"type\":\"drop\",\"when\":\"" + when + "\"}");

        try (var device = device()) {
            device.line("sent");
        }

        assertThat(received()).isEqualTo(kept);
    }

    @Test
    void delayedLinkIsWaitedFor() {
        once("connect", "{\"type\":\"delay\",\"millis\":500}");

        try (var device = device()) {
            device.line("open");
            device.line("sent");
        }
    }

    /** Matched by the transport: this client names nobody in its hello (seen). */
    @ParameterizedTest
    @ValueSource(strings = {"alert", "reset"})
    void refusedHandshakeIsAFailureAndTheNextGoesWell(String how) {
        fault("\"times\":1,\"transport\":\"amqp\"", "{\"type\":\"refuseTls\",\"how\":\"" + how + "\"}");

        try (var device = device()) {
            device.line("failed");
        }
        try (var device = device()) {
            device.line("open");
        }
    }

    @Test
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a registration over the limit is a rejected message; the Java SDK says only that.",
            source = "Java SDK ProvisioningAmqpOperations")
    void registrationOverTheLimitIsRefused() {
        limit("registrations");

        try (var first = registration()) {
            first.line("PROVISIONING_DEVICE_STATUS_ASSIGNED");
        }
        try (var second = registration()) {
            second.line("failed");
        }
        assertThat(statuses("register")).containsExactly(202, 429);
    }
}
