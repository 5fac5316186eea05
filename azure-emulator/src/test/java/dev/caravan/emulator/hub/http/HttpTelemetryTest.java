package dev.caravan.emulator.hub.http;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.hub.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages to the cloud over HTTPS, by a plain client. */
class HttpTelemetryTest {

    private static final String ID = "board-1";
    private static final String EVENTS = "/devices/" + ID + "/messages/events" + HttpHub.VERSION;
    private static final String BATCH = "application/vnd.microsoft.iothub.json";
    private static final int LARGEST = 256 * 1024;

    private final HttpHub hub = new HttpHub();
    private final HttpHub.Visitor device = hub.certified(ID);

    @AfterEach
    void close() {
        hub.close();
    }

    private HttpResponse<byte[]> batch(String body) {
        return device.call("POST", EVENTS, body.getBytes(StandardCharsets.UTF_8), "Content-Type", BATCH);
    }

    private List<Telemetry.Received> received() {
        return hub.hub().telemetry().newest(10);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: POST /devices/{id}/messages/events is answered 204; headers iothub-app-* become application"
                            + " properties, iothub-messageid and its like system properties.",
            source = "Learn: rest/api/iothub/device; Node SDK azure-iot-device-http")
    void messageArrivesWithItsProperties() {
        var answer = device.call(
                "POST",
                EVENTS,
                "{\"temperature\":21.5}".getBytes(StandardCharsets.UTF_8),
                "iothub-to",
                "/devices/board-1/messages/events",
                "IoTHub-MessageId",
                "m-1",
                "iothub-contenttype",
                "application/json",
                "iothub-app-machine",
                "press 7",
                "User-Agent",
                "test");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(received()).singleElement().satisfies(message -> {
            assertThat(message.deviceId()).isEqualTo(ID);
            assertThat(message.body()).asString().isEqualTo("{\"temperature\":21.5}");
            assertThat(message.properties().application()).hasToString("{\"machine\":\"press 7\"}");
            assertThat(message.properties().system().path("messageId").asText()).isEqualTo("m-1");
            assertThat(message.properties().system().path("contentType").asText())
                    .isEqualTo("application/json");
        });
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: a body of type application/vnd.microsoft.iothub.json is a batch; each body in it is base64"
                            + " unless base64Encoded is false, and its properties have the names of the headers.",
            source = "Learn: rest/api/iothub/device; Java SDK HttpsBatchMessage, Node SDK azure-iot-device-http")
    void batchArrivesMessageByMessage() {
        var answer = batch("""
                [{"body":"aGVsbG8=","properties":{"iothub-app-kind":"greeting","iothub-messageid":"m-1"}},
                 {"body":"good bye","base64Encoded":false}]""");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(received())
                .extracting(message -> new String(message.body(), StandardCharsets.UTF_8))
                .containsExactly("hello", "good bye");
        var first = received().get(0).properties();
        assertThat(first.application().path("kind").asText()).isEqualTo("greeting");
        assertThat(first.system().path("messageId").asText()).isEqualTo("m-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"body\":\"aGVsbG8=\"}",
                "[{\"body\":\"aGVsbG8=\"},{\"body\":\"no base64!\"}]",
                "[{\"body\":\"aGVsbG8=\"},{\"properties\":{}}]"
            })
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "HTTPS: of a batch that cannot be read whole nothing is kept, and the answer is 400.",
            source = "nothing public")
    void nothingIsKeptOfABatchThatCannotBeRead(String body) {
        var answer = batch(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("iothub-errorcode")).contains("ArgumentInvalid");
        assertThat(received()).isEmpty();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: a message of 256 KB with its properties is taken, a larger one is refused with 413; a batch"
                            + " may have the same size.",
            source = "Learn: iot-hub-devguide-quotas-throttling, iot-hub-devguide-messages-construct")
    void largerMessageIsRefused() {
        var room = LARGEST - "kind".length() - "x".length();

        assertThat(device.call("POST", EVENTS, new byte[room], "iothub-app-kind", "x")
                        .statusCode())
                .isEqualTo(204);
        var refused = device.call("POST", EVENTS, new byte[room + 1], "iothub-app-kind", "x");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.headers().firstValue("iothub-errorcode")).contains("MessageTooLarge");
        assertThat(batch("[{\"body\":\"" + "AAAA".repeat(LARGEST / 4) + "\"}]").statusCode())
                .isEqualTo(413);
        assertThat(received()).hasSize(1);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "HTTPS: a device that sends is active, but not connected.",
            source = "Learn: iot-hub-devguide-identity-registry")
    void deviceThatSendsIsNotConnected() {
        device.call("POST", EVENTS, new byte[1]);

        assertThat(hub.device(ID).connected()).isFalse();
        assertThat(hub.device(ID).lastActivity()).isPresent();
    }
}
