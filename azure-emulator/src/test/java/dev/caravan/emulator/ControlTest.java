package dev.caravan.emulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** What an administrator of Azure would do, and what a test asks for, over the control port. */
class ControlTest {

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    @ParameterizedTest
    @CsvSource({"/dps/certificates", "/hubs/plant-a/certificates", "/hubs/plant-a.azure-devices.net/certificates"})
    void verifiedCertificatesComeAndGoByName(String all) {
        var authority = TestIdentity.authority("Line CA");

        EMULATOR.control("PUT", all + "/line", authority.pem());

        assertThat(EMULATOR.control("GET", all + "/line", "")
                        .path("sha256Thumbprint")
                        .asText())
                .isEqualTo(authority.thumbprint());
        assertThat(EMULATOR.control("GET", all, "").fieldNames()).toIterable().containsExactly("line");
        EMULATOR.control("DELETE", all + "/line", "");
        assertThat(EMULATOR.controlAnswer("GET", all + "/line", "").statusCode())
                .isEqualTo(404);
        assertThat(EMULATOR.controlAnswer("DELETE", all + "/line", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void groupMayReferToACertificateOnceItIsVerified() {
        var azure = AzureHttp.anonymous(EMULATOR);
        var group = "{\"enrollmentGroupId\":\"g\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"caReferences\":"
                + "{\"primary\":\"line\"}}}}";
        var path = "/enrollmentGroups/g?" + AzureHttp.VERSION;
        assertThat(azure.service("PUT", path, group).status()).isEqualTo(400);

        EMULATOR.control(
                "PUT",
                "/dps/certificates/line",
                TestIdentity.authority("Line CA").pem());

        assertThat(azure.service("PUT", path, group).status()).isEqualTo(200);
        assertThat(EMULATOR.state("/enrollmentGroups/g/registrations")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/dps/certificates/line|no certificate|400|certificate",
                "PUT|/hubs/plant-a/certificates/line||400|certificate",
                "PUT|/hubs/plant-z/certificates/line|x|404|plant-z.azure-devices.net",
                "PUT|/hubs/plant-a/link|{\"state\":\"gone\"}|400|unauthorized",
                "PUT|/hubs/plant-a/link|[]|400|JSON object",
                "PUT|/hubs/plant-a/link|{\"weight\":0}|400|1 to 1000",
                "PUT|/hubs/plant-a/link|{\"weight\":\"2\"}|400|weight",
                "PUT|/hubs/plant-a/link|{\"linked\":1}|400|linked",
                "GET|/state/hubs/plant-a/telemetry?limit=x||400|limit",
                "GET|/state/hubs/plant-a/telemetry?since=yesterday||400|since",
                "GET|/state/hubs/plant-z||404|plant-z",
                "GET|/requests?limit=-1||400|limit",
                "GET|/wait?on=/state/summary&atLeast=many||400|atLeast",
                "GET|/wait?on=/state/summary&exists=true&timeoutSeconds=ten||400|timeoutSeconds"
            })
    void wrongRequestIsToldWhatIsWrong(String method, String path, String body, int status, String word) {
        var answer = EMULATOR.controlAnswer(method, path, body == null ? "" : body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Json.readObject(answer.body().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow()
                        .path("error")
                        .asText())
                .contains(word);
    }

    @Test
    void linkOfAHubIsSetAndShown() {
        EMULATOR.control("PUT", "/hubs/plant-b/link", "{\"state\":\"full\"}");

        assertThat(EMULATOR.control("GET", "/hubs/plant-b/link", "")
                        .path("state")
                        .asText())
                .isEqualTo("full");
        assertThat(EMULATOR.state("/hubs/plant-b").at("/link/state").asText()).isEqualTo("full");
        assertThat(EMULATOR.state("/hubs/plant-a").at("/link/state").asText()).isEqualTo("good");
        assertThat(EMULATOR.state("/hubs/plant-a").at("/link/weight").asInt()).isEqualTo(1);
    }

    @Test
    void hubThatIsNotLinkedIsNotAssignedAndNotNamed() {
        var azure = AzureHttp.anonymous(EMULATOR);
        var board = TestIdentity.of("board-1");
        azure.service(
                "PUT",
                "/enrollments/board-1?" + AzureHttp.VERSION,
                EnrollmentJson.of("board-1", EnrollmentJson.base64(board), ""));

        EMULATOR.control("PUT", "/hubs/plant-a/link", "{\"linked\":false}");
        var second = AzureHttp.as(board, EMULATOR).register("board-1");
        var named = azure.service(
                "PUT",
                "/enrollments/board-2?" + AzureHttp.VERSION,
                EnrollmentJson.of(
                        "board-2",
                        EnrollmentJson.base64(TestIdentity.of("board-2")),
                        ",\"iotHubs\":[\"plant-a.azure-devices.net\"]"));
        EMULATOR.control("PUT", "/hubs/plant-b/link", "{\"linked\":false}");
        var none = AzureHttp.as(board, EMULATOR).register("board-1");
        EMULATOR.control("PUT", "/hubs/plant-a/link", "{\"weight\":7}");
        var first = AzureHttp.as(board, EMULATOR).register("board-1");

        assertThat(second.path("assignedHub").asText()).isEqualTo("plant-b.azure-devices.net");
        assertThat(named.status()).isEqualTo(400);
        assertThat(none.path("errorCode").asInt()).isEqualTo(400208);
        assertThat(first.path("assignedHub").asText()).isEqualTo("plant-a.azure-devices.net");
        assertThat(EMULATOR.control("GET", "/hubs/plant-a/link", "").toString())
                .isEqualTo("{\"linked\":true,\"weight\":7,\"state\":\"good\"}");
    }

    @Test
    void telemetryIsFilteredByDeviceNumberAndTimeAndCounted() throws Exception {
        try (var first = ConnectedDevice.of(EMULATOR, "board-1");
                var second = ConnectedDevice.of(EMULATOR, "board-2")) {
            first.send("{\"n\":1}");
            second.send("{\"n\":2}");
            first.send("{\"n\":3}");
        }
        var telemetry = "/hubs/plant-a/telemetry";

        assertThat(EMULATOR.state(telemetry + "?deviceId=board-1").findValuesAsText("body"))
                .containsExactly("{\"n\":1}", "{\"n\":3}");
        assertThat(EMULATOR.state(telemetry + "?limit=1").findValuesAsText("body"))
                .containsExactly("{\"n\":3}");
        assertThat(EMULATOR.state(telemetry + "?since=1").findValuesAsText("number"))
                .containsExactly("2", "3");
        assertThat(EMULATOR.state(telemetry + "/count?since=" + time(Instant.EPOCH))
                        .path("count")
                        .asInt())
                .isEqualTo(3);
        assertThat(EMULATOR.state(
                                telemetry + "/count?since=" + time(Instant.now().plusSeconds(3600)))
                        .path("count")
                        .asInt())
                .isZero();
        assertThat(EMULATOR.state("/hubs/plant-a").path("telemetry").asInt()).isEqualTo(3);
    }

    private static String time(Instant instant) {
        return URLEncoder.encode(instant.toString(), StandardCharsets.UTF_8);
    }
}
