package dev.caravan.emulator.hub.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** How much a device may say over MQTT, and about what. */
@Tag("full")
class MqttLimitsTest {

    private static final String ID = "board-1";
    private static final String EVENTS = "devices/" + ID + "/messages/events/";
    private static final String REPORTED = "$iothub/twin/PATCH/properties/reported/?$rid=";
    private static final int LARGEST_MESSAGE = 256 * 1024;
    private static final int LARGEST_PAYLOAD = 128 * 1024;
    private static final int LARGEST_SECTION = 32 * 1024;

    private final MqttHub hub = new MqttHub();
    private MqttHub.Client device;

    @BeforeEach
    void connect() throws Exception {
        hub.keyed(ID);
        device = hub.client(ID, MqttHub.anonymous(), hub.token(ID, Duration.ofHours(1)));
        assertThat(device.connect()).isZero();
    }

    @AfterEach
    void close() throws MqttException {
        device.close();
        hub.close();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: a message of 256 KB with its properties is acknowledged.",
            source = "Learn: iot-hub-devguide-quotas-throttling")
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "MQTT: a message of more than 256 KB ends the connection without an acknowledgement, and is not kept.",
            source = "MQTT 3.1.1 has no other way to refuse one")
    void messageOf256KilobytesIsTakenAndALargerOneEndsTheConnection() throws Exception {
        var room = LARGEST_MESSAGE - "kind".length() - "x".length();

        device.publish(EVENTS + "kind=x", new byte[room]);
        device.publishOnly(EVENTS + "kind=x", new byte[room + 1]);

        assertThat(device.isLost()).isTrue();
        assertThat(hub.hub().telemetry().count()).isEqualTo(1);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: reported properties of more than 32 KB are answered 400, and nothing is changed.",
            source = "Learn: iot-hub-devguide-device-twins, iot-hub-mqtt-support")
    void reportedPropertiesEndAt32Kilobytes() throws Exception {
        device.subscribe("$iothub/twin/res/#");

        device.publish(REPORTED + 1, reported(LARGEST_SECTION));
        assertThat(device.next())
                .hasValueSatisfying(answer -> assertThat(answer).startsWith("$iothub/twin/res/204/?$rid=1&$version=2"));
        device.publish(REPORTED + 2, reported(LARGEST_SECTION + 1));
        assertThat(device.next())
                .hasValueSatisfying(answer -> assertThat(answer).startsWith("$iothub/twin/res/400/?$rid=2"));
    }

    /** So many bytes in strings of the largest size and one that fills up. */
    private static byte[] reported(int bytes) {
        var object = Json.object();
        var text = "x".repeat(4_000);
        for (var i = 0; i < 8; i++) {
            object.put("k" + i, text);
        }
        var frame = ",\"rest\":\"\"".length();
        object.put("rest", "x".repeat(bytes - Json.bytes(object).length - frame));
        assertThat(Json.bytes(object)).hasSize(bytes);
        return Json.bytes(object);
    }

    private CompletableFuture<MethodCall.Answer> call(String requestId) {
        var answer = new CompletableFuture<MethodCall.Answer>();
        var passed = hub.device(ID)
                .call(new MethodCall(requestId, "reboot", Json.object().put("delay", 5)), answer::complete);
        assertThat(passed).isTrue();
        return answer;
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: a direct method comes on $iothub/methods/POST/{name}/?$rid={rid}, and is answered on"
                    + " $iothub/methods/res/{status}/?$rid={rid} with up to 128 KB.",
            source = "Learn: iot-mqtt-connect-to-iot-hub, iot-hub-devguide-quotas-throttling")
    void methodIsAnsweredWithUpTo128Kilobytes() throws Exception {
        device.subscribe("$iothub/methods/POST/#");
        var answer = call("7");
        assertThat(device.next()).contains("$iothub/methods/POST/reboot/?$rid=7 {\"delay\":5}");

        device.publish("$iothub/methods/res/201/?$rid=7", text(LARGEST_PAYLOAD));

        assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(201);
        assertThat(answer.get().payload().asText()).hasSize(LARGEST_PAYLOAD - 2);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.STRICTER,
            behaviour =
                    "MQTT: an answer to a direct method that has more than 128 KB, is no JSON or has no status ends the"
                            + " connection.",
            source = "Learn: iot-hub-devguide-quotas-throttling names the limit")
    void answerThatIsTooLargeEndsTheConnection() throws Exception {
        device.subscribe("$iothub/methods/POST/#");
        var answer = call("7");

        device.publishOnly("$iothub/methods/res/201/?$rid=7", text(LARGEST_PAYLOAD + 1));

        assertThat(device.isLost()).isTrue();
        assertThat(answer).isNotDone();
    }

    /** JSON of so many bytes. */
    private static byte[] text(int bytes) {
        return ("\"" + "x".repeat(bytes - 2) + "\"").getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A device that does not listen to direct methods is not called.",
            source = "Learn: iot-hub-devguide-direct-methods")
    void methodIsNotPassedToADeviceThatDoesNotListen() {
        assertThat(hub.device(ID).call(new MethodCall("7", "reboot", Json.object()), answer -> {}))
                .isFalse();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "MQTT: a client that is silent for one and a half times its keep-alive is hung up on.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void silentClientIsHungUpOn() throws Exception {
        try (var socket = hub.connectedAndSilent(ID, 1)) {
            var since = System.nanoTime();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);

            assertThat(Duration.ofNanos(System.nanoTime() - since))
                    .isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices/board-1/messages/", "$iothub/twin/", "$dps/registrations/PUT/", "anything"})
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A publish to a topic that is not documented ends the connection.",
            source = "Learn: iot-mqtt-connect-to-iot-hub")
    void otherTopicEndsTheConnection(String topic) throws Exception {
        device.publishOnly(topic, new byte[0]);

        assertThat(device.isLost()).isTrue();
    }
}
