package dev.caravan.emulator.hub.http;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.hub.CloudMessage;
import dev.caravan.emulator.hub.MessageProperties;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages from the cloud over HTTPS, by a plain client. */
class HttpMailTest {

    private static final String ID = "board-1";
    private static final String MAIL = "/devices/" + ID + "/messages/deviceBound";

    private final HttpHub hub = new HttpHub();
    private final HttpHub.Visitor device = hub.certified(ID);

    @AfterEach
    void close() {
        hub.close();
    }

    private void queue(String text) {
        var properties = MessageProperties.empty();
        properties.application().put("kind", "greeting");
        properties.system().put("messageId", "m-1");
        hub.device(ID).queue(new CloudMessage(properties, text.getBytes(StandardCharsets.UTF_8), null));
    }

    private HttpResponse<byte[]> take(String... headers) {
        return device.call("GET", MAIL + HttpHub.VERSION, headers);
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** As a client finds it: without the quotes. */
    private static String lock(HttpResponse<byte[]> taken) {
        var tag = header(taken, "ETag");
        assertThat(tag).startsWith("\"").endsWith("\"");
        return tag.substring(1, tag.length() - 1);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: GET …/messages/deviceBound is answered 204 when nothing waits; else 200 with the body, its"
                            + " properties as iothub-* headers and the lock token as ETag in quotes.",
            source = "Learn: rest/api/iothub/device; Node SDK azure-iot-http-base")
    void messageIsTakenWithItsPropertiesAndALock() {
        assertThat(take().statusCode()).isEqualTo(204);
        queue("hello");

        var taken = take();

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).asString().isEqualTo("hello");
        assertThat(lock(taken)).isNotEmpty();
        assertThat(header(taken, "iothub-messageid")).isEqualTo("m-1");
        assertThat(header(taken, "iothub-app-kind")).isEqualTo("greeting");
        assertThat(header(taken, "iothub-to")).isEqualTo("/devices/board-1/messages/deviceBound");
        assertThat(header(taken, "iothub-sequencenumber")).isEqualTo("1");
        assertThat(header(taken, "iothub-deliverycount")).isEqualTo("0");
    }

    @Test
    void propertyThatNoHeaderCanCarryIsLeftOut() {
        var properties = MessageProperties.empty();
        properties.application().put("umlaut", "\u00e4").put("kind", "greeting");
        hub.device(ID).queue(new CloudMessage(properties, new byte[1], null));

        var taken = take();

        assertThat(header(taken, "iothub-app-kind")).isEqualTo("greeting");
        assertThat(header(taken, "iothub-app-umlaut")).isEmpty();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: DELETE …/deviceBound/{lock} completes a message, with the parameter reject it is refused"
                            + " for good; both are answered 204, and 412 when the lock is lost.",
            source = "Learn: rest/api/iothub/device; Java SDK IotHubRejectUri")
    void messageIsCompletedOrRejectedOnce() {
        queue("hello");
        queue("good bye");
        var first = MAIL + "/" + lock(take()) + HttpHub.VERSION;
        var second = MAIL + "/" + lock(take()) + HttpHub.VERSION + "&reject";

        assertThat(device.call("DELETE", first).statusCode()).isEqualTo(204);
        assertThat(device.call("DELETE", second).statusCode()).isEqualTo(204);

        assertThat(hub.device(ID).mailbox().size()).isZero();
        var again = device.call("DELETE", first);
        assertThat(again.statusCode()).isEqualTo(412);
        assertThat(header(again, "iothub-errorcode")).isEqualTo("DeviceMessageLockLost");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "HTTPS: POST …/deviceBound/{lock}/abandon gives a message back; it comes again with a higher"
                    + " delivery count.",
            source = "Learn: rest/api/iothub/device, iot-hub-devguide-messages-c2d")
    void abandonedMessageComesAgain() {
        queue("hello");
        var lock = lock(take());
        assertThat(take().statusCode()).isEqualTo(204);

        var answer = device.call("POST", MAIL + "/" + lock + "/abandon" + HttpHub.VERSION);

        assertThat(answer.statusCode()).isEqualTo(204);
        var again = take();
        assertThat(header(again, "iothub-deliverycount")).isEqualTo("1");
        assertThat(lock(again)).isNotEqualTo(lock);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "HTTPS: a lock ends after a minute, and the message waits again.",
            source = "Learn: iot-hub-devguide-messages-c2d")
    void lockEndsAfterAMinute() {
        queue("hello");
        take();

        hub.forward(Duration.ofSeconds(59));
        assertThat(take().statusCode()).isEqualTo(204);
        hub.forward(Duration.ofSeconds(1));
        assertThat(take().statusCode()).isEqualTo(200);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour =
                    "HTTPS: the header iothub-messagelocktimeout asks for another time of the lock, up to 5 minutes.",
            source = "Java SDK HttpsIotHubConnection sends it")
    void lockLastsAsLongAsTheDeviceAsks() {
        queue("hello");
        take("iothub-messagelocktimeout", "180");

        hub.forward(Duration.ofSeconds(179));
        assertThat(take().statusCode()).isEqualTo(204);
        hub.forward(Duration.ofSeconds(1));
        assertThat(take().statusCode()).isEqualTo(200);
    }
}
