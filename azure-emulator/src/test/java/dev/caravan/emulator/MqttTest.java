package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** MQTT straight to its port, without proxy and Azure name: the rules the SDKs never break. */
class MqttTest {

    private static final String ID = "board-1";
    private static final String HUB = "plant-a.azure-devices.net";
    private static final String USER = HUB + "/" + ID + "/?api-version=2021-04-12";
    private static final String EVENTS = "devices/" + ID + "/messages/events/";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final TestIdentity identity = TestIdentity.of(ID);
    private final CompletableFuture<Throwable> lost = new CompletableFuture<>();
    private final BlockingQueue<String> arrived = new ArrayBlockingQueue<>(10);
    private final MqttConnectOptions options = new MqttConnectOptions();
    private MqttClient client;

    @BeforeEach
    void assignToPlantA() throws Exception {
        var enrollment = """
                {"registrationId":"board-1","allocationPolicy":"static","iotHubs":["%s"],
                 "attestation":{"type":"x509","x509":{"clientCertificates":{"primary":{"certificate":"%s"}}}}}""".formatted(HUB, Base64.getEncoder().encodeToString(identity.der()));
        AzureHttp.anonymous(EMULATOR).service("PUT", "/enrollments/board-1?" + AzureHttp.VERSION, enrollment);
        AzureHttp.as(identity, EMULATOR).register(ID);
        client = client();
        options.setUserName(USER);
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setConnectionTimeout(10);
        options.setSocketFactory(identity.tls(EMULATOR.authority()).getSocketFactory());
    }

    @AfterEach
    void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 100, false);
        }
        client.close();
    }

    private MqttClient client() throws MqttException {
        var mqtt = EMULATOR.endpoints().mqtt();
        var made = new MqttClient("ssl://localhost:" + mqtt.getPort(), ID, new MemoryPersistence());
        made.setTimeToWait(10_000);
        made.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                lost.complete(cause);
            }

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                arrived.add(topic + " " + new String(message.getPayload(), StandardCharsets.UTF_8));
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        return made;
    }

    private void assertHangsUp() throws Exception {
        assertThat(lost.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    private void assertRefused(int code) {
        assertThatThrownBy(() -> client.connect(options))
                .isInstanceOfSatisfying(MqttException.class, refused -> assertThat(refused.getReasonCode())
                        .isEqualTo(code));
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A publish with QoS 2 ends the connection.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void exactlyOnceEndsTheConnection() throws Exception {
        client.connect(options);

        assertThatThrownBy(() -> client.publish(EVENTS, new byte[0], 2, false)).isInstanceOf(MqttException.class);

        assertHangsUp();
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).isEmpty();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A publish to a topic of another device ends the connection.",
            source = "Learn: iot-mqtt-connect-to-iot-hub, which names the device's own topics only")
    void topicOfAnotherDeviceEndsTheConnection() throws Exception {
        client.connect(options);

        // Not client.publish, which waits for the sending: Paho may forget whom to tell when the connection ends
        // meanwhile.
        client.getTopic("devices/board-2/messages/events/").publish(new byte[0], 0, false);

        assertHangsUp();
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).isEmpty();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A retained message is not retained; it arrives with the property mqtt-retain.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void retainedMessageArrivesWithItsMark() throws Exception {
        client.connect(options);

        client.publish(EVENTS, "x".getBytes(StandardCharsets.UTF_8), 1, true);

        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")
                        .at("/0/properties/mqtt-retain")
                        .asText())
                .isEqualTo("true");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A subscription to anything but the documented topics is refused.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void subscriptionToAnythingUndocumentedIsRefused() throws Exception {
        client.connect(options);

        assertThatThrownBy(() -> client.subscribe("devices/board-2/messages/devicebound/#", 1))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> client.subscribe("#", 1)).isInstanceOf(MqttException.class);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device has one connection: a newer one closes the older.",
            source = "Learn: iot-mqtt-connect-to-iot-hub; Learn: troubleshoot-error-codes, 400027")
    void newerConnectionClosesTheOlder() throws Exception {
        client.connect(options);
        var newer = client();
        newer.connect(options);

        assertHangsUp();
        assertThat(newer.isConnected()).isTrue();
        assertThat(EMULATOR.state("/hubs/plant-a/devices/board-1")
                        .path("connected")
                        .asBoolean())
                .isTrue();
        newer.disconnect();
        newer.close();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A last will becomes a message with iothub-MessageType Will when the connection" + " breaks.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void lastWillIsKeptAfterABreakAndNotAfterADisconnect() throws Exception {
        options.setWill(EVENTS, "gone".getBytes(StandardCharsets.UTF_8), 1, false);
        client.connect(options);
        client.disconnect();
        Awaitility.await().until(() -> !EMULATOR.state("/hubs/plant-a/devices/board-1")
                .path("connected")
                .asBoolean());
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).isEmpty();

        client.connect(options);
        client.disconnectForcibly(0, 100, false);

        Awaitility.await().untilAsserted(() -> assertThat(EMULATOR.state("/hubs/plant-a/telemetry")
                        .at("/0/properties/iothub-MessageType")
                        .asText())
                .isEqualTo("Will"));
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A user name of another device or hub than the client id and the certificate is"
                    + " refused with CONNACK 5.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "Over MQTT a client id other than the registration id of the user name is refused"
                    + " with CONNACK 5.",
            source = "azure-docs#69882")
    void namesThatContradictEachOtherAreRefused() throws Exception {
        options.setUserName(HUB + "/board-2/?api-version=2021-04-12");
        assertRefused(5);
        options.setUserName("plant-z.azure-devices.net/board-1/?api-version=2021-04-12");
        assertRefused(5);
        options.setUserName(HUB + "/board-1/");
        assertRefused(5);
        options.setUserName(EMULATOR.endpoints().idScope() + "/registrations/board-2/api-version=2019-03-31");
        assertRefused(5);
        options.setUserName(USER);
        client.connect(options);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT 3.1 is refused with CONNACK 1: only 3.1.1 is spoken.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void olderProtocolIsRefused() {
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1);

        assertRefused(1);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Every failure to authenticate over MQTT is CONNACK 5.",
            source = "c: connection_and_messaging_reliability.md")
    void connectionWithoutACertificateIsRefused() {
        options.setSocketFactory(TestIdentity.anonymousTls(EMULATOR.authority()).getSocketFactory());

        assertRefused(5);
        options.setUserName(EMULATOR.endpoints().idScope() + "/registrations/board-1/api-version=2019-03-31");
        assertRefused(5);
    }

    @Test
    void faultsOnConnectAreUnauthorizedOrUnavailable() throws Exception {
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"connect\",\"times\":2,\"action\":{\"type\":\"alternate\",\"statuses\":[401,503]}}");

        assertRefused(5);
        assertRefused(3);
        client.connect(options);

        var requests = EMULATOR.control("GET", "/requests?operation=connect", "");
        assertThat(requests).extracting(each -> each.path("status").asInt()).containsExactly(401, 503, 200);
        assertThat(requests.at("/2/principal").asText()).isEqualTo(ID);
    }

    @Test
    void droppedTelemetryIsKeptOnlyWhenTheDropCameAfter() throws Exception {
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"telemetry\",\"times\":1,\"action\":{\"type\":\"drop\",\"when\":\"after\"}}");
        client.connect(options);

        assertThatThrownBy(() -> client.publish(EVENTS, "x".getBytes(StandardCharsets.UTF_8), 1, false))
                .isInstanceOf(MqttException.class);

        assertHangsUp();
        assertThat(EMULATOR.state("/hubs/plant-a/telemetry")).hasSize(1);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Over MQTT a twin is answered under $iothub/twin/res/{status}/?$rid={rid}: 200"
                    + " with desired and reported for a read, 204 with $version for a reported patch,"
                    + " 400 with the reason in JSON for what is no object.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void twinAnswersCarryRequestIdStatusAndVersion() throws Exception {
        client.connect(options);
        client.subscribe("$iothub/twin/res/#", 0);

        client.publish(
                "$iothub/twin/PATCH/properties/reported/?$rid=7",
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                0,
                false);
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("$iothub/twin/res/204/?$rid=7&$version=2 ");
        client.publish(
                "$iothub/twin/PATCH/properties/reported/?$rid=8", "no".getBytes(StandardCharsets.UTF_8), 0, false);
        assertThat(arrived.poll(10, TimeUnit.SECONDS)).startsWith("$iothub/twin/res/400/?$rid=8 {\"errorCode\":400");
        client.publish("$iothub/twin/GET/?$rid=9", new byte[0], 0, false);
        assertThat(arrived.poll(10, TimeUnit.SECONDS))
                .isEqualTo(
                        "$iothub/twin/res/200/?$rid=9 {\"desired\":{\"$version\":1},\"reported\":{\"a\":1,\"$version\":2}}");
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "Over MQTT a wrong certificate of the right name is let in and refused by the"
                    + " status in the topic of the answer.",
            source = "azure-sdk-for-c: parser tests")
    void registrationOverMqttIsRefusedByTopicStatusNotByConnack() throws Exception {
        options.setSocketFactory(TestIdentity.of(ID).tls(EMULATOR.authority()).getSocketFactory());
        options.setUserName(EMULATOR.endpoints().idScope() + "/registrations/board-1/api-version=2019-03-31");
        client.connect(options);
        client.subscribe("$dps/registrations/res/#", 1);

        client.publish(
                "$dps/registrations/PUT/iotdps-register/?$rid=1",
                "{\"registrationId\":\"board-1\"}".getBytes(StandardCharsets.UTF_8),
                0,
                false);

        var answer = arrived.poll(10, TimeUnit.SECONDS);
        assertThat(answer).startsWith("$dps/registrations/res/401/?$rid=1 ");
        var body = Json.readObject(answer.substring(answer.indexOf('{')).getBytes(StandardCharsets.UTF_8));
        assertThat(body.orElseThrow().path("errorCode").asInt()).isEqualTo(401002);
    }

    @Test
    @Fidelity(
            area = Area.DPS_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Over MQTT the answer names retry-after behind the request id in its topic.",
            source = "Learn: iot-dps-mqtt-support; java: ContractAPIMqtt")
    void throttledRegistrationNamesTheWaitBehindTheRequestId() throws Exception {
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"register\",\"action\":{\"type\":\"status\",\"status\":429,\"retryAfterSeconds\":4}}");
        options.setUserName(EMULATOR.endpoints().idScope() + "/registrations/board-1/api-version=2019-03-31");
        client.connect(options);
        client.subscribe("$dps/registrations/res/#", 1);

        client.publish("$dps/registrations/PUT/iotdps-register/?$rid=1", new byte[0], 0, false);

        assertThat(arrived.poll(10, TimeUnit.SECONDS)).startsWith("$dps/registrations/res/429/?$rid=1&retry-after=4 ");
    }
}
