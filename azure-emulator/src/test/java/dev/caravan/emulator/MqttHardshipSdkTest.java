package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubStatusCode;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Quotas and faults at a hub as the Java device SDK meets them over MQTT, unchanged. */
@Tag("full")
class MqttHardshipSdkTest {

    private static final String HUB = "plant-b.azure-devices.net";
    private static final String ID = "board-1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);
    private DeviceClient device;

    @BeforeEach
    void assign() throws Exception {
        var enrollment = new IndividualEnrollment(ID, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(HUB));
        EMULATOR.serviceClient().createOrUpdateIndividualEnrollment(enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
        device = device(IotHubClientProtocol.MQTT);
    }

    @AfterEach
    void close() {
        device.close();
    }

    private DeviceClient device(IotHubClientProtocol protocol) {
        var options = ClientOptions.builder().sslContext(identity.tls(EMULATOR.authority()));
        if (protocol == IotHubClientProtocol.MQTT_WS) {
            var socks = EMULATOR.endpoints().socks();
            options.proxySettings(
                    new ProxySettings(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", socks.getPort()))));
        }
        return new DeviceClient("HostName=" + HUB + ";DeviceId=" + ID + ";x509=true", protocol, options.build());
    }

    private static void once(String operation, String action) {
        EMULATOR.control(
                "POST", "/faults", "{\"operation\":\"" + operation + "\",\"times\":1,\"action\":" + action + "}");
    }

    private static List<Integer> statuses(String operation) {
        return EMULATOR.control("GET", "/requests?plane=hub&operation=" + operation, "").findValues("status").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private static int received() {
        return EMULATOR.state("/hubs/plant-b/telemetry").size();
    }

    @ParameterizedTest
    @EnumSource(names = {"MQTT", "MQTT_WS"})
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.INFERRED,
            behaviour =
                    "MQTT: a message over the hub's limit has no acknowledgement and ends the connection; the SDK comes"
                            + " back and sends it again.",
            source = "Learn: iot-hub-devguide-quotas-throttling; MQTT 3.1.1 has no other word for it")
    void throttledMessageArrivesInTheEnd(IotHubClientProtocol protocol) throws Exception {
        device.close();
        device = device(protocol);
        device.open(false);
        // The token is back before the SDK is: it overlooks the end of a connection that it has only just opened
        // (seen).
        EMULATOR.control("PUT", "/quota", "{\"limits\":{\"telemetry\":{\"amount\":10,\"seconds\":1,\"burst\":1}}}");

        var sent = 0;
        while (!statuses("telemetry").contains(429)) {
            device.sendEvent(new Message(String.valueOf(++sent)));
        }

        assertThat(received()).isEqualTo(sent);
    }

    @Test
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: a twin read over the hub's limit is answered $iothub/twin/res/429.",
            source = "Learn: iot-mqtt-connect-to-iot-hub; Java SDK IotHubStatusCode.THROTTLED")
    void throttledTwinReadIsAnErrorOfItsOwn() throws Exception {
        device.open(false);
        device.subscribeToDesiredProperties((twin, context) -> {}, null);
        EMULATOR.control("PUT", "/quota", "{\"limits\":{\"twinReads\":{\"amount\":1,\"seconds\":3600}}}");

        // The first is answered; and the SDK loses an answer now and then, so it is asked until it says so.
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> device.getTwin(2_000))
                .isInstanceOfSatisfying(IotHubClientException.class, refused -> assertThat(refused.getStatusCode())
                        .isEqualTo(IotHubStatusCode.THROTTLED)));
        assertThat(statuses("twinGet")).startsWith(200).contains(429);
    }

    @ParameterizedTest
    @CsvSource({"429,3", "503,3", "401,5"})
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.INFERRED,
            behaviour = "MQTT: a connection over the hub's limit is refused with CONNACK 3, which clients try again.",
            source = "Java SDK PahoExceptionTranslator takes 3 as retryable")
    void refusedConnectionIsAFailureAndTheNextIsLetIn(int status, int code) throws Exception {
        once("connect", "{\"type\":\"status\",\"status\":" + status + "}");

        assertThatThrownBy(() -> device.open(false)).hasStackTraceContaining("(" + code + ")");
        device.close();
        device = device(IotHubClientProtocol.MQTT);
        device.open(false);

        assertThat(statuses("connect")).containsExactly(status, 200);
    }

    @Test
    void connectionWithoutAnAnswerIsTriedAgainBySdksThatRetry() throws Exception {
        once("connect", "{\"type\":\"drop\",\"when\":\"before\"}");

        device.open(true);

        assertThat(statuses("connect")).containsExactly(0, 200);
    }

    @ParameterizedTest
    @CsvSource({"before,1", "after,2"})
    void messageIsSentAgainAfterTheConnectionBroke(String when, int kept) throws Exception {
        once("telemetry", "{\"type\":\"drop\",\"when\":\"" + when + "\"}");
        device.open(false);

        device.sendEvent(new Message("hello"));

        assertThat(received()).isEqualTo(kept);
    }

    @Test
    void delayedAcknowledgementIsWaitedFor() throws Exception {
        once("telemetry", "{\"type\":\"delay\",\"millis\":500}");
        device.open(false);
        var before = Instant.now();

        device.sendEvent(new Message("hello"));

        assertThat(Duration.between(before, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(received()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alert", "reset"})
    void refusedHandshakeIsAFailureAndTheNextGoesWell(String how) throws Exception {
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"idPattern\":\"^plant-b\",\"times\":1,\"action\":{\"type\":\"refuseTls\",\"how\":\"" + how + "\"}}");

        assertThatThrownBy(() -> device.open(false)).isInstanceOf(IotHubClientException.class);
        device.close();
        device = device(IotHubClientProtocol.MQTT);
        device.open(false);

        assertThat(statuses("connect")).containsExactly(200);
    }
}
