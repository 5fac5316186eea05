package dev.caravan.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups under conditions, in bulk and in pages: as individual enrollments, with words of their own. */
class GroupStoreTest {

    private static final String LINE = group("line-1") + AzureHttp.VERSION;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private static String group(String id) {
        return "/enrollmentGroups/" + id + "?";
    }

    private static String keyed(String id, String more) {
        return "{\"enrollmentGroupId\":\"" + id + "\",\"attestation\":{\"type\":\"symmetricKey\"}" + more + "}";
    }

    private AzureHttp.Reply put(String id) {
        return azure.service("PUT", group(id) + AzureHttp.VERSION, keyed(id, ""));
    }

    private JsonNode bulk(String mode, String... groups) {
        var answer = azure.service(
                "POST",
                "/enrollmentGroups?" + AzureHttp.VERSION,
                "{\"mode\":\"" + mode + "\",\"enrollmentGroups\":[" + String.join(",", groups) + "]}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static List<String> errors(JsonNode result) {
        var errors = new ArrayList<String>();
        result.path("errors")
                .forEach(error -> errors.add(error.path("enrollmentGroupId").asText() + " "
                        + error.path("errorCode").asInt()));
        return errors;
    }

    @ParameterizedTest
    @CsvSource({"PUT,*,200", "PUT,IjAwIg==,412", "DELETE,*,204", "DELETE,IjAwIg==,412"})
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A group is written or deleted only under the If-Match that holds; * always does.",
            source = "Learn: how-to-troubleshoot-dps")
    void conditionOnAStoredGroup(String method, String ifMatch, int status) {
        put("line-1");

        var answer = azure.service(method, LINE, method.equals("PUT") ? keyed("line-1", "") : "", "If-Match", ifMatch);

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void currentEtagBareOrQuotedUpdatesAGroup() {
        var etag = put("line-1").body().path("etag").asText();
        var second = azure.service("PUT", LINE, keyed("line-1", ""), "If-Match", etag);
        assertThat(second.status()).isEqualTo(200);

        var next = second.body().path("etag").asText();
        assertThat(next).isNotEqualTo(etag);
        assertThat(azure.service("PUT", LINE, keyed("line-1", ""), "If-Match", '"' + next + '"')
                        .status())
                .isEqualTo(200);
        assertThat(second.body().path("createdDateTimeUtc").asText())
                .isLessThanOrEqualTo(
                        second.body().path("lastUpdatedDateTimeUtc").asText());
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A bulk of groups does each for itself, in each of the four modes; an update without etag is"
                    + " 409202.",
            source = "recorded traffic 2023-05")
    void bulkOfGroupsDoesEachForItself() {
        put("line-1");

        assertThat(errors(bulk("create", keyed("line-1", ""), keyed("line-2", ""))))
                .containsExactly("line-1 409202");
        var etag = azure.service("GET", group("line-2") + AzureHttp.VERSION, "")
                .body()
                .path("etag")
                .asText();
        assertThat(errors(bulk("update", keyed("line-1", ""), keyed("line-2", ",\"etag\":\"" + etag + "\""))))
                .containsExactly("line-1 409202");
        assertThat(errors(bulk("updateIfMatchETag", keyed("line-2", ",\"etag\":\"" + etag + "\""))))
                .as("that etag is stale by now")
                .hasSize(1);
        var result = bulk("delete", keyed("line-1", ""), keyed("line-9", ""), keyed("line-2", ""));
        assertThat(errors(result)).containsExactly("line-9 404204");
        assertThat(result.path("isSuccessful").asBoolean(true)).isFalse();
        assertThat(azure.service("GET", LINE, "").status()).isEqualTo(404);
    }

    @Test
    void groupsAreQueriedInPagesWithoutLossOrRepetition() {
        IntStream.range(0, 7).forEach(number -> put("line-" + number));

        var seen = new ArrayList<String>();
        var continuation = "";
        do {
            var page = query(continuation);
            assertThat(page.body().size()).isLessThanOrEqualTo(3);
            page.body()
                    .forEach(group -> seen.add(group.path("enrollmentGroupId").asText()));
            continuation = page.header("x-ms-continuation");
        } while (!continuation.isEmpty());

        assertThat(seen)
                .containsExactlyInAnyOrder("line-0", "line-1", "line-2", "line-3", "line-4", "line-5", "line-6");
    }

    private AzureHttp.Reply query(String continuation) {
        var path = "/enrollmentGroups/query?" + AzureHttp.VERSION;
        var body = "{\"query\":\"select * from enrollmentGroups\"}";
        return continuation.isEmpty()
                ? azure.service("POST", path, body, "x-ms-max-item-count", "3")
                : azure.service("POST", path, body, "x-ms-max-item-count", "3", "x-ms-continuation", continuation);
    }

    @ParameterizedTest
    @CsvSource({"line 1", "-line", "line_", "line:", "line/1"})
    void idThatBreaksTheRuleIsRefused(String id) {
        var path = "/enrollmentGroups/" + id.replace(" ", "%20").replace("/", "%2F") + "?" + AzureHttp.VERSION;

        assertThat(azure.service("PUT", path, keyed(id, "")).status()).isEqualTo(400);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Both api-versions, 2019-03-31 and 2021-10-01, are spoken.",
            source = "Learn: rest/api/iot-dps")
    void bothVersionsAreSpoken() {
        assertThat(azure.service("PUT", group("line-1") + "api-version=2019-03-31", keyed("line-1", ""))
                        .status())
                .isEqualTo(200);
        assertThat(azure.service("GET", LINE, "").status()).isEqualTo(200);
    }
}
