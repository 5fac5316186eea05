package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.microsoft.azure.sdk.iot.device.ClientOptions;
import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.IotHubClientProtocol;
import com.microsoft.azure.sdk.iot.device.IotHubMessageResult;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.ProxySettings;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java device SDK, unchanged, as a device that DPS has assigned. */
class HubSdkTest {

    private static final String HUB = "plant-b.azure-devices.net";
    private static final String ID = "board-1";
    private static final String DEVICE = "/hubs/plant-b/devices/" + ID;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);
    private DeviceClient device;

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
        device = device(HUB, identity);
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static DeviceClient device(String hub, TestIdentity identity) {
        return new DeviceClient(
                "HostName=" + hub + ";DeviceId=" + ID + ";x509=true",
                IotHubClientProtocol.MQTT,
                ClientOptions.builder()
                        .sslContext(identity.tls(EMULATOR.authority()))
                        .build());
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Telemetry carries its application and system properties URL-encoded in the topic.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void telemetryArrivesWithItsProperties() throws Exception {
        device.open(false);
        var message = new Message("{\"temperature\":21.5}");
        message.setProperty("machine", "press & sons = 100%");
        message.setMessageId("m-1");
        message.setContentType("application/json");
        message.setContentEncoding("utf-8");

        device.sendEvent(message);

        var received = EMULATOR.state("/hubs/plant-b/telemetry?deviceId=" + ID);
        assertThat(received).hasSize(1);
        assertThat(received.at("/0/body").asText()).isEqualTo("{\"temperature\":21.5}");
        assertThat(received.at("/0/properties/machine").asText()).isEqualTo("press & sons = 100%");
        assertThat(received.at("/0/systemProperties/messageId").asText()).isEqualTo("m-1");
        assertThat(received.at("/0/systemProperties/contentType").asText()).isEqualTo("application/json");
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).isEmpty();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Reported properties are merged, and each change raises their $version.",
            source = "Learn: iot-hub-devguide-device-twins")
    void twinIsReadWithoutTagsAndReportedPropertiesAreMerged() throws Exception {
        device.open(false);
        device.subscribeToDesiredProperties((twin, context) -> {}, null);

        // The SDK loses an answer now and then (about 1 in 150 getTwin calls), so each is asked for until it comes.
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                        device.getTwin(2_000).getDesiredProperties())
                .containsEntry("interval", 30L));
        var reported = new TwinCollection();
        reported.put("firmware", "1.0");
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                        device.updateReportedProperties(reported, 2_000).getVersion())
                .isGreaterThan(1));

        assertThat(EMULATOR.state(DEVICE)
                        .at("/twin/properties/reported/firmware")
                        .asText())
                .isEqualTo("1.0");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A change of desired properties reaches the connected device as a patch.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void desiredChangeReachesTheConnectedDevice() throws Exception {
        BlockingQueue<Map<String, Object>> changes = new ArrayBlockingQueue<>(5);
        device.open(false);
        device.subscribeToDesiredProperties(
                (twin, context) -> changes.add(new HashMap<>(twin.getDesiredProperties())), null);

        EMULATOR.control("PATCH", DEVICE + "/twin/desired", "{\"interval\":60}");

        assertThat(changes.poll(10, TimeUnit.SECONDS)).containsEntry("interval", 60L);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Messages to a device wait until it connects, and go away when it acknowledges" + " them.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void messagesToTheDeviceWaitUntilItConnectsAndGoAwayWhenCompleted() throws Exception {
        BlockingQueue<Message> messages = new ArrayBlockingQueue<>(5);
        device.setMessageCallback(
                (message, context) -> {
                    messages.add(message);
                    return IotHubMessageResult.COMPLETE;
                },
                null);
        EMULATOR.control("POST", DEVICE + "/messages?kind=greeting", "hello");
        assertThat(EMULATOR.state(DEVICE).path("waitingMessages").asInt()).isEqualTo(1);

        device.open(false);

        var message = messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(new String(message.getBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(message.getProperty("kind")).isEqualTo("greeting");
        Awaitility.await().untilAsserted(() -> assertThat(
                        EMULATOR.state(DEVICE).path("waitingMessages").asInt())
                .isZero());
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "At most 50 messages wait for a device; one more is refused.",
            source = "Learn: iot-hub-devguide-quotas-throttling")
    void fiftyFirstWaitingMessageIsRefused() {
        for (var i = 0; i < 50; i++) {
            EMULATOR.control("POST", DEVICE + "/messages", "hello");
        }

        assertThat(EMULATOR.controlAnswer("POST", DEVICE + "/messages", "one too many")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void webSocketThroughAnHttpProxyCarriesTelemetryBothTwinsAndMessages() throws Exception {
        device.close();
        var socks = EMULATOR.endpoints().socks();
        device = new DeviceClient(
                "HostName=" + HUB + ";DeviceId=" + ID + ";x509=true",
                IotHubClientProtocol.MQTT_WS,
                ClientOptions.builder()
                        .sslContext(identity.tls(EMULATOR.authority()))
                        .proxySettings(new ProxySettings(
                                new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", socks.getPort()))))
                        .build());
        BlockingQueue<Message> messages = new ArrayBlockingQueue<>(5);
        device.setMessageCallback(
                (message, context) -> {
                    messages.add(message);
                    return IotHubMessageResult.COMPLETE;
                },
                null);
        device.open(false);
        device.subscribeToDesiredProperties((twin, context) -> {}, null);

        device.sendEvent(new Message("hello"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                        device.getTwin(2_000).getDesiredProperties())
                .containsEntry("interval", 30L));
        EMULATOR.control("POST", DEVICE + "/messages", "good morning");

        assertThat(EMULATOR.state("/hubs/plant-b/telemetry").at("/0/body").asText())
                .isEqualTo("hello");
        assertThat(messages.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A hub refuses a device that is registered in another one.",
            source = "c: connection_and_messaging_reliability.md")
    void otherHubRefusesTheDevice() {
        var elsewhere = device("plant-a.azure-devices.net", identity);

        assertThatThrownBy(() -> elsewhere.open(false)).isInstanceOf(IotHubClientException.class);
        elsewhere.close();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A hub refuses a device whose certificate has another thumbprint than the identity.",
            source = "Learn: troubleshoot-error-codes, 401003")
    void wrongCertificateIsRefused() {
        var impostor = device(HUB, TestIdentity.of(ID));

        assertThatThrownBy(() -> impostor.open(false)).isInstanceOf(IotHubClientException.class);
        impostor.close();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "A device that is disabled loses its connection and gets no new one.",
            source = "c#2300")
    void disabledDeviceLosesItsConnectionAndGetsNoNewOne() throws Exception {
        device.open(false);
        assertThat(EMULATOR.state(DEVICE).path("connected").asBoolean()).isTrue();

        EMULATOR.control("PUT", DEVICE + "/status", "\"disabled\"");

        Awaitility.await().untilAsserted(() -> assertThat(
                        EMULATOR.state(DEVICE).path("connected").asBoolean())
                .isFalse());
        device.close();
        var again = device(HUB, identity);
        assertThatThrownBy(() -> again.open(false)).isInstanceOf(IotHubClientException.class);
        again.close();
    }
}
