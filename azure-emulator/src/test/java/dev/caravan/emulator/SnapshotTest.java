package dev.caravan.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole state over the control port, out and in again. */
@Tag("full")
class SnapshotTest {

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private static final String VERSION = "?" + AzureHttp.VERSION;

    private static final List<String> OF_CONTROL = List.of(
            "/state",
            "/state/enrollments/board-1",
            "/state/enrollmentGroups/line",
            "/state/enrollmentGroups/line/registrations",
            "/state/registrations/board-1",
            "/state/hubs/plant-a",
            "/state/hubs/plant-a/devices/board-1",
            "/state/hubs/plant-a/telemetry",
            "/state/hubs/plant-a/telemetry/count",
            "/dps/certificates",
            "/hubs/plant-a/certificates",
            "/hubs/plant-b/link",
            "/faults",
            "/quota");

    private static final List<String> OF_SERVICE = List.of(
            "/enrollments/board-1",
            "/enrollments/keyed",
            "/enrollments/tpm",
            "/enrollmentGroups/line",
            "/enrollmentGroups/signed",
            "/registrations/board-1");

    private static final List<String> OF_HUB =
            List.of("/devices/board-1", "/twins/board-1", "/devices/keyed-1", "/twins/keyed-1", "/statistics/devices");

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    @BeforeEach
    void fill() throws Exception {
        var authority = TestIdentity.authority("Line CA");
        EMULATOR.control("PUT", "/dps/certificates/line", authority.pem());
        EMULATOR.control("PUT", "/hubs/plant-a/certificates/line", authority.pem());
        EMULATOR.control("PUT", "/hubs/plant-b/link", "{\"state\":\"full\"}");
        EMULATOR.control(
                "POST",
                "/faults",
                "{\"operation\":\"deleteEnrollment\",\"skip\":2,\"action\":{\"type\":\"status\",\"status\":503}}");
        EMULATOR.control("PUT", "/quota", "{\"perMinute\":100000}");
        put("/enrollments/keyed", "\"registrationId\":\"keyed\"", "{\"type\":\"symmetricKey\"}");
        put(
                "/enrollments/tpm",
                "\"registrationId\":\"tpm\",\"capabilities\":{\"iotEdge\":true}",
                "{\"type\":\"tpm\",\"tpm\":{\"endorsementKey\":\"AToAAQALAAMAsgAg\"}}");
        put("/enrollmentGroups/line", "\"enrollmentGroupId\":\"line\"", "{\"type\":\"symmetricKey\"}");
        put(
                "/enrollmentGroups/signed",
                "\"enrollmentGroupId\":\"signed\",\"provisioningStatus\":\"disabled\"",
                "{\"type\":\"x509\",\"x509\":{\"caReferences\":{\"primary\":\"line\"}}}");
        try (var device = ConnectedDevice.of(EMULATOR, "board-1")) {
            device.send("{\"temperature\":1.50}");
            device.report("{\"firmware\":\"1.2\",\"limits\":{\"high\":1e3}}");
        }
        EMULATOR.control("PATCH", "/hubs/plant-a/devices/board-1/twin/desired", "{\"interval\":60,\"gone\":null}");
        EMULATOR.control("POST", "/hubs/plant-a/devices/board-1/messages?lot=7", "wake up");
        EMULATOR.control("PUT", "/hubs/plant-a/devices/board-1/status", "\"disabled\"");
        hub("PUT", "/devices/keyed-1", "{\"deviceId\":\"keyed-1\",\"statusReason\":\"new\"}");
        answer("DELETE", "/enrollments/nobody");
        EMULATOR.control("GET", "/wait?on=/state/hubs/plant-a/devices/board-1&at=/connected&equals=false", "");
    }

    private void put(String path, String members, String attestation) {
        var reply = azure.service("PUT", path + VERSION, "{" + members + ",\"attestation\":" + attestation + "}");
        assertThat(reply.status()).isEqualTo(200);
    }

    private String answer(String method, String path) {
        var reply = azure.service(method, path + VERSION, "");
        return reply.status() + " " + reply.body();
    }

    private static String snapshot() {
        return EMULATOR.controlAnswer("GET", "/snapshot", "").body();
    }

    private Map<String, String> everything() {
        Map<String, String> answers = new LinkedHashMap<>();
        OF_CONTROL.forEach(path ->
                answers.put(path, EMULATOR.controlAnswer("GET", path, "").body()));
        OF_SERVICE.forEach(path -> answers.put(path, answer("GET", path)));
        OF_HUB.forEach(path -> answers.put(path, hub("GET", path, "")));
        answers.put("keys", mechanism("keyed"));
        return answers;
    }

    private String hub(String method, String path, String body) {
        var reply = azure.hub(ConnectedDevice.HUB, "iothubowner", method, path + "?api-version=2021-04-12", body);
        assertThat(reply.status()).as(path).isEqualTo(200);
        return reply.body().toString();
    }

    private String mechanism(String id) {
        return azure.service("POST", "/enrollments/" + id + "/attestationmechanism" + VERSION, "")
                .body()
                .toString();
    }

    @Test
    void readsChangeNothing() {
        var before = snapshot();

        everything();

        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void whatIsRestoredAnswersEveryReadWithTheSameBytes() {
        var before = everything();
        var document = snapshot();
        EMULATOR.control("POST", "/reset", "");
        assertThat(answer("GET", "/enrollments/board-1")).startsWith("404");

        EMULATOR.control("PUT", "/snapshot", document);

        everything().forEach((path, body) -> assertThat(body).as(path).isEqualTo(before.get(path)));
        assertThat(snapshot()).isEqualTo(document);
    }

    @Test
    void restoreTakesAwayWhatIsNotInTheDocument() {
        var document = snapshot();
        put("/enrollments/late", "\"registrationId\":\"late\"", "{\"type\":\"symmetricKey\"}");
        EMULATOR.control("DELETE", "/faults", "");

        EMULATOR.control("PUT", "/snapshot", document);

        assertThat(answer("GET", "/enrollments/late")).startsWith("404");
        assertThat(EMULATOR.control("GET", "/faults", "").at("/0/matched").asInt())
                .isEqualTo(1);
        assertThat(EMULATOR.state("/summary").at("/enrollments/enabled").asInt())
                .isEqualTo(3);
    }

    @Test
    void restoredEnrollmentsAreWrittenUnderTheirEtagsAndNewOnesComeBeside() {
        var document = snapshot();
        EMULATOR.control("POST", "/reset", "");
        EMULATOR.control("PUT", "/snapshot", document);
        var stored = azure.service("GET", "/enrollments/keyed" + VERSION, "").body();

        put("/enrollments/late", "\"registrationId\":\"late\"", "{\"type\":\"symmetricKey\"}");
        var update = azure.service(
                "PUT",
                "/enrollments/keyed" + VERSION,
                "{\"registrationId\":\"keyed\",\"attestation\":{\"type\":\"symmetricKey\"}}",
                "If-Match",
                stored.path("etag").asText());

        assertThat(update.status()).isEqualTo(200);
        assertThat(update.body().path("createdDateTimeUtc")).isEqualTo(stored.path("createdDateTimeUtc"));
        assertThat(azure.service("POST", "/enrollments/query" + VERSION, "{\"query\":\"SELECT *\"}")
                        .body())
                .hasSize(4);
    }

    @Test
    void restoredDeviceConnectsAndFindsItsTwinAndItsMessage() throws Exception {
        EMULATOR.control("PUT", "/snapshot", snapshot());
        EMULATOR.control("PUT", "/hubs/plant-a/devices/board-1/status", "\"enabled\"");

        var device = EMULATOR.state("/hubs/plant-a/devices/board-1");

        assertThat(device.path("waitingMessages").asInt()).isEqualTo(1);
        assertThat(device.at("/twin/properties/desired/interval").asInt()).isEqualTo(60);
        assertThat(device.at("/twin/properties/reported/firmware").asText()).isEqualTo("1.2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\":1|\"version\":2|line 1|version",
                "\"registrations\":[|\"records\":[|line|unknown chapter records",
                "\"id\":\"keyed\"|\"id\":7|line|id is not there or no text",
                "\"id\":\"keyed\"|\"id\":\"tpm\"|line|twice",
                "\"kind\":\"tpm\"|\"kind\":\"chip\"|line|kind",
                "\"hub\":\"plant-b.azure-devices.net\"|\"hub\":\"plant-z.azure-devices.net\"|line|plant-z",
                "\"fired\":0|\"fired\":\"no\"|line|fired",
                "\"der\":\"MII|\"der\":\"AAA|line|certificate"
            })
    void badDocumentChangesNothingAndNamesTheLine(String good, String bad, String line, String word) {
        var document = snapshot();
        assertThat(document).contains(good);
        put("/enrollments/late", "\"registrationId\":\"late\"", "{\"type\":\"symmetricKey\"}");
        var before = snapshot();
        var broken = document.replace(good, bad);

        var answer = EMULATOR.controlAnswer("PUT", "/snapshot", broken);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(line).contains(word == null ? "line" : word);
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void halfADocumentChangesNothing() {
        var before = snapshot();

        var answer = EMULATOR.controlAnswer("PUT", "/snapshot", before.substring(0, before.length() / 2));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(snapshot()).isEqualTo(before);
        assertThat(EMULATOR.controlAnswer("PUT", "/snapshot", "").body()).contains("a snapshot is a JSON object");
    }

    @Test
    void keepingTheSnapshotNeedsAFile() {
        var answer = EMULATOR.controlAnswer("POST", "/snapshot", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("--snapshot");
        assertThat(EMULATOR.controlAnswer("DELETE", "/snapshot", "").statusCode())
                .isEqualTo(405);
    }
}
