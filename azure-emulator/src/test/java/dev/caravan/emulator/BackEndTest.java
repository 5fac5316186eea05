package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;
import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub's service REST API, where the Java SDK does not show it. */
class BackEndTest {

    private static final String HUB = "plant-a.azure-devices.net";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp http = AzureHttp.anonymous(EMULATOR);

    @BeforeEach
    void oneDevice() {
        put("d1", "{\"deviceId\":\"d1\"}");
    }

    @Test
    @Fidelity(
            area = Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "An identity that is created without keys gets two of its own; what has never happened is shown"
                    + " as the year 1.",
            source = "Learn: iot-hub-devguide-identity-registry")
    void identityHasEverythingTheRegistryShows() {
        var shown = call("GET", "/devices/d1", "").body();

        assertThat(shown.at("/authentication/type").asText()).isEqualTo("sas");
        assertThat(shown.at("/authentication/symmetricKey/primaryKey").asText())
                .hasSize(44)
                .isNotEqualTo(
                        shown.at("/authentication/symmetricKey/secondaryKey").asText());
        assertThat(shown.path("connectionState").asText()).isEqualTo("Disconnected");
        assertThat(shown.path("lastActivityTime").asText()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(shown.path("generationId").asText()).hasSize(18);
    }

    @Test
    @Fidelity(
            area = Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A PUT without If-Match creates, and is 409 where the id is taken; ids differ by letter case.",
            source = "Learn: iot-hub-devguide-identity-registry")
    void putWithoutAConditionCreatesOnly() {
        var again = call("PUT", "/devices/d1", "{\"deviceId\":\"d1\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("iothub-errorcode")).isEqualTo("DeviceAlreadyExists");
        assertThat(call("PUT", "/devices/D1", "{\"deviceId\":\"D1\"}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"deviceId\":\"other\"}|deviceId must be the one in the path, 'd2', but is 'other'",
                "{\"deviceId\":\"d2\",\"status\":\"on\"}|status must be enabled or disabled, but is 'on'",
                "{\"deviceId\":\"d2\",\"authentication\":{\"type\":\"none\"}}|but is 'none'",
                "{\"deviceId\":\"d2\",\"authentication\":{\"symmetricKey\":{\"primaryKey\":\"x\"}}}|primaryKey must be base64",
                "{\"deviceId\":\"d2\",\"authentication\":{\"x509Thumbprint\":{\"primaryThumbprint\":\"xyz\"}}}|40 or 64",
                "[]|must be a JSON object"
            })
    void wrongIdentityIsRefusedWithRuleAndValue(String body, String words) {
        var refused = call("PUT", "/devices/d2", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("Message").asText())
                .startsWith("ErrorCode:ArgumentInvalid;")
                .contains(words);
        assertThat(call("GET", "/devices/d2", "").status()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A bulk call does each identity for itself; one that is refused makes it a 400 that names it.",
            source = "Learn: rest/api/iothub bulk-registry")
    void bulkDoesEachForItself() {
        var answer = call("POST", "/devices", """
                [{"id":"d1","importMode":"create"},{"id":"d2","importMode":"create","status":"disabled"},
                 {"id":"d3","importMode":"delete"},{"id":"d1","importMode":"update","statusReason":"spare"}]""");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("isSuccessful").asBoolean(true)).isFalse();
        assertThat(answer.body().path("errors"))
                .extracting(error -> error.path("deviceId").asText() + " "
                        + error.path("errorCode").asInt())
                .containsExactly("d1 409001", "d3 404001");
        assertThat(call("GET", "/devices/d2", "").body().path("status").asText())
                .isEqualTo("disabled");
        assertThat(call("GET", "/devices/d1", "").body().path("statusReason").asText())
                .isEqualTo("spare");
        assertThat(call("POST", "/devices", "[{\"id\":\"d4\",\"importMode\":\"create\"}]")
                        .body()
                        .path("isSuccessful")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Update|{\"statusReason\":\"x\"}|true",
                "updateIfMatchETag|{\"eTag\":\"other\"}|false",
                "UpdateIfMatchETag|{\"eTag\":\"*\"}|true",
                "createOrUpdate|{}|true",
                "createOrUpdateIfMatchETag|{\"eTag\":\"other\"}|false",
                "updateTwin|{\"tags\":{\"site\":\"Graz\"}}|true",
                "updateTwinIfMatchETag|{\"twinETag\":\"other\",\"tags\":{}}|false",
                "DeleteIfMatchETag|{\"eTag\":\"other\"}|false",
                "Delete|{}|true",
                "twist|{}|false"
            })
    void modeOfABulkCallDecides(String mode, String item, boolean done) {
        var sent = Json.readObject(item.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        sent.put("id", "d1").put("importMode", mode);

        var answer = call("POST", "/devices", Json.text(Json.array().add(sent)));

        assertThat(answer.body().path("isSuccessful").asBoolean()).isEqualTo(done);
        assertThat(answer.status()).isEqualTo(done ? 200 : 400);
    }

    @Test
    void bulkCreatesDevicesWithTheirTwins() {
        call("POST", "/devices", """
                [{"id":"d5","importMode":"create","tags":{"site":"Brno"},"properties":{"desired":{"interval":30}}},
                 {"id":"d6","importMode":"create","tags":{"a b":1}}]""");

        var twin = call("GET", "/twins/d5", "").body();
        assertThat(twin.at("/tags/site").asText()).isEqualTo("Brno");
        assertThat(twin.at("/properties/desired/interval").asInt()).isEqualTo(30);
        assertThat(call("GET", "/devices/d6", "").status()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The messages that wait for a device can be purged; the answer says how many there were.",
            source = "Learn: rest/api/iothub cloud-to-device-messages purge")
    void waitingMessagesArePurged() {
        EMULATOR.control("POST", "/hubs/plant-a/devices/d1/messages", "{\"body\":\"hello\"}");
        assertThat(call("GET", "/devices/d1", "")
                        .body()
                        .path("cloudToDeviceMessageCount")
                        .asInt())
                .isEqualTo(1);

        var purged = call("DELETE", "/devices/d1/commands", "");

        assertThat(purged.body().path("totalMessagesPurged").asInt()).isEqualTo(1);
        assertThat(call("GET", "/devices/d1", "")
                        .body()
                        .path("cloudToDeviceMessageCount")
                        .asInt())
                .isZero();
    }

    @Test
    void listIsLimited() {
        put("d2", "{\"deviceId\":\"d2\"}");

        assertThat(call("GET", "/devices/?top=1", "").body()).hasSize(1);
        assertThat(call("GET", "/devices", "").body()).hasSize(2);
        assertThat(call("GET", "/devices?top=0", "").status()).isEqualTo(400);
    }

    @Test
    @Fidelity(
            area = Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Each operation needs its permission: registry read, registry write or service connect.",
            source = "Learn: iot-hub-dev-guide-sas")
    void policyGivesWhatItsNameSays() {
        assertThat(as("registryRead", "GET", "/devices/d1", "")).isEqualTo(200);
        assertThat(as("registryRead", "PUT", "/devices/d2", "{\"deviceId\":\"d2\"}"))
                .isEqualTo(401);
        assertThat(as("registryRead", "GET", "/twins/d1", "")).isEqualTo(401);
        assertThat(as("service", "GET", "/twins/d1", "")).isEqualTo(200);
        assertThat(as("service", "GET", "/devices/d1", "")).isEqualTo(401);
        assertThat(as("registryReadWrite", "PUT", "/devices/d2", "{\"deviceId\":\"d2\"}"))
                .isEqualTo(200);
        assertThat(as("device", "GET", "/twins/d1", "")).isEqualTo(401);
        assertThat(as("", "GET", "/twins/d1", "")).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM devices|d1 d2 d3",
                "select * from devices where deviceId = 'd2'|d2",
                "SELECT * FROM devices WHERE deviceId != \"d2\"|d1 d3",
                "SELECT * FROM devices WHERE deviceId IN ['d1', 'd3', 'x']|d1 d3",
                "SELECT * FROM devices WHERE tags.line > 1 AND NOT tags.site = 'Graz'|d3",
                "SELECT * FROM devices WHERE tags.site = 'Graz' OR (tags.line = 1 AND tags.site = 'Brno')|d1 d2",
                "SELECT * FROM devices WHERE is_defined(tags.spare)|d3",
                "SELECT * FROM devices WHERE properties.desired.interval <= 30.0|d1",
                "SELECT * FROM devices WHERE status = 'disabled'|d3",
                "SELECT * FROM devices WHERE tags.site = 'O''Hara'|''"
            })
    void queryFinds(String query, String ids) {
        three();

        var found = call("POST", "/devices/query", Json.text(Json.object().put("query", query)));

        assertThat(found.status()).as(found.body().toString()).isEqualTo(200);
        var joined = String.join(" ", found.body().findValuesAsText("deviceId"));
        assertThat(joined).isEqualTo(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM jobs|'devices' as its word 4, but has 'jobs'",
                "SELECT * FROM devices WHERE tags.site LIKE 'x'|an operator as its word 7, but has 'LIKE'",
                "SELECT * FROM devices WHERE tags.site =|a value as its word 8, but has the end",
                "SELECT * FROM devices WHERE tags.site = 'x|cannot be read at ''x'",
                "SELECT * FROM devices WHERE (tags.site = 'x'|')' as its word 10, but has the end"
            })
    void queryThatCannotBeUnderstoodIsRefusedWithThePlace(String query, String words) {
        var refused = call("POST", "/devices/query", Json.text(Json.object().put("query", query)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("Message").asText()).contains(words);
    }

    private void three() {
        put("d2", "{\"deviceId\":\"d2\"}");
        put("d3", "{\"deviceId\":\"d3\",\"status\":\"disabled\"}");
        call("PATCH", "/twins/d1", """
                {"tags":{"site":"Brno","line":1},"properties":{"desired":{"interval":30}}}""");
        call("PATCH", "/twins/d2", "{\"tags\":{\"site\":\"Graz\",\"line\":2}}");
        call("PATCH", "/twins/d3", "{\"tags\":{\"site\":\"Brno\",\"line\":3,\"spare\":true}}");
    }

    @Test
    void unknownDevicePathAndVersionAreSaidApart() {
        assertThat(call("GET", "/twins/nobody", "").header("iothub-errorcode")).isEqualTo("DeviceNotFound");
        assertThat(call("GET", "/nothing", "").status()).isEqualTo(404);
        var without = http.hub(HUB, "iothubowner", "GET", "/devices/d1", "");
        assertThat(without.status()).isEqualTo(400);
        assertThat(call("DELETE", "/devices/d1", "").body().path("Message").asText())
                .contains("If-Match");
    }

    private void put(String id, String body) {
        assertThat(call("PUT", "/devices/" + id, body).status()).isEqualTo(200);
    }

    private AzureHttp.Reply call(String method, String path, String body) {
        return http.hub(HUB, "iothubowner", method, versioned(path), body);
    }

    private int as(String policy, String method, String path, String body) {
        return http.hub(HUB, policy, method, versioned(path), body).status();
    }

    private static String versioned(String path) {
        return path + (path.contains("?") ? "&" : "?") + "api-version=2021-04-12";
    }
}
