package dev.caravan.emulator.hub.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may do something over HTTPS as a device. */
class HttpAccessTest {

    private static final String ID = "board-1";
    private static final String KEYED = "board-2";
    private static final String RESOURCE = HttpHub.HOST + "/devices/" + KEYED;
    private static final Duration HOUR = Duration.ofHours(1);

    private final HttpHub hub = new HttpHub();
    private final HttpHub.Visitor certified = hub.certified(ID);
    private final HttpHub.Visitor anonymous = hub.anonymous();

    @BeforeEach
    void keep() {
        hub.keyed(KEYED);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static String events(String id) {
        return "/devices/" + id + "/messages/events" + HttpHub.VERSION;
    }

    private int withToken(String token) {
        return anonymous
                .call("POST", events(KEYED), new byte[1], "Authorization", token)
                .statusCode();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "HTTPS: a device proves itself in each call by a shared access signature for itself, or by the"
                    + " certificate of the connection; anything else is 401 with IotHubUnauthorizedAccess.",
            source = "Learn: iot-hub-devguide-security, troubleshoot-error-codes")
    void deviceProvesItselfByTokenOrCertificate() {
        assertThat(withToken(hub.token(RESOURCE, HOUR))).isEqualTo(204);
        assertThat(certified.call("POST", events(ID), new byte[1]).statusCode()).isEqualTo(204);

        assertThat(withToken(hub.token(RESOURCE, HOUR.negated()))).isEqualTo(401);
        assertThat(withToken(hub.token(HttpHub.HOST + "/devices/" + ID, HOUR))).isEqualTo(401);
        assertThat(withToken("Bearer of good news")).isEqualTo(401);
        assertThat(anonymous.call("POST", events(KEYED), new byte[1]).statusCode())
                .isEqualTo(401);
        var impostor = hub.showing(TestIdentity.of(ID)).call("POST", events(ID), new byte[1]);
        assertThat(impostor.statusCode()).isEqualTo(401);
        assertThat(impostor.headers().firstValue("iothub-errorcode")).contains("IotHubUnauthorizedAccess");
        assertThat(Json.read(impostor.body()).orElseThrow().path("Message").asText())
                .startsWith("ErrorCode:IotHubUnauthorizedAccess;");
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "HTTPS: a stranger does not learn whether a device exists; the answer is 401 in both cases.",
            source = "as over MQTT")
    void unknownDeviceIsUnauthorized() {
        assertThat(certified.call("POST", events("nobody"), new byte[1]).statusCode())
                .isEqualTo(401);
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "HTTPS: a disabled device is refused with 403 and DeviceDisabled.",
            source = "Learn: troubleshoot-error-codes names 403012")
    void disabledDeviceIsRefused() {
        hub.disable(ID);

        var answer = certified.call("POST", events(ID), new byte[1]);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("iothub-errorcode")).contains("DeviceDisabled");
        assertThat(hub.hub().telemetry().count()).isZero();
    }

    @Test
    @Fidelity(
            area = Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "HTTPS: a call without api-version, or with one that is no date, is a 400.",
            source = "Learn: rest/api/iothub/device says it is required")
    void versionMustBeGiven() {
        assertThat(certified
                        .call("POST", "/devices/board-1/messages/events", new byte[1])
                        .statusCode())
                .isEqualTo(400);
        assertThat(certified
                        .call("POST", "/devices/board-1/messages/events?api-version=newest", new byte[1])
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsA404() {
        assertThat(certified
                        .call("POST", "/devices/board-1/messages/nowhere" + HttpHub.VERSION)
                        .statusCode())
                .isEqualTo(404);
        assertThat(certified.call("PUT", events(ID)).statusCode()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.QUOTAS,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "HTTPS: a device over the hub's limit is answered 429 with ThrottlingException and Retry-After.",
            source = "Learn: iot-hub-devguide-quotas-throttling")
    void tooManyMessagesAreThrottled() {
        hub.quota()
                .set(Json.readObject("{\"limits\":{\"telemetry\":{\"amount\":1,\"seconds\":60}}}"
                                .getBytes(StandardCharsets.UTF_8))
                        .orElseThrow());
        certified.call("POST", events(ID), new byte[1]);

        var answer = certified.call("POST", events(ID), new byte[1]);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        assertThat(answer.headers().firstValue("iothub-errorcode")).contains("ThrottlingException");
    }
}
