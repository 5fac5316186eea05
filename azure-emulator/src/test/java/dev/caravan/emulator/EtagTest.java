package dev.caravan.emulator;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** If-Match on PUT and DELETE, in all combinations of the documented matrix. */
class EtagTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final TestIdentity IDENTITY = TestIdentity.of("board-1");

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private String create() {
        return azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""))
                .body()
                .path("etag")
                .asText();
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A PUT without If-Match over a stored enrollment is 409, not an update.",
            source = "csharp#3076; azure-sdk-for-python#35187")
    void putWithoutConditionCreatesAndThenConflicts() {
        assertThat(azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, "")).status())
                .isEqualTo(200);

        var second = azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("errorCode").asInt()).isEqualTo(409201);
        assertThat(second.header("x-ms-error-code")).isEqualTo("409201");
        assertThat(second.header("x-ms-request-id"))
                .isEqualTo(second.body().path("trackingId").asText())
                .isNotEmpty();
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "If-Match takes the etag as it stands in the body.",
            source = "recorded traffic 2023-05")
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "If-Match takes the etag in quotes too.",
            source = "C# SDK, which always quotes")
    void currentEtagBareOrQuotedUpdatesAndGivesAnother() {
        var first = create();
        var second = azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""), "If-Match", first);
        var quoted = "\"" + second.body().path("etag").asText() + "\"";

        var third = azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, ""), "If-Match", quoted);

        assertThat(second.status()).isEqualTo(200);
        assertThat(third.status()).isEqualTo(200);
        assertThat(List.of(
                        first,
                        second.body().path("etag").asText(),
                        third.body().path("etag").asText()))
                .doesNotHaveDuplicates();
        assertThat(third.body().path("createdDateTimeUtc"))
                .isEqualTo(second.body().path("createdDateTimeUtc"))
                .isNotEqualTo(third.body().path("lastUpdatedDateTimeUtc"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,*,200",
        "PUT,AAAA,412",
        "PUT,'\"AAAA',400",
        "DELETE,*,204",
        "DELETE,AAAA,412",
        "DELETE,'AAAA\"',400"
    })
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A stale etag in If-Match is 412, an asterisk matches any, and broken quotes are" + " 400.",
            source = "Learn: how-to-troubleshoot-dps; CLI; csharp#3076")
    void conditionOnAStoredEnrollment(String method, String ifMatch, int status) {
        create();

        var reply = azure.service(
                method, PATH, method.equals("PUT") ? EnrollmentJson.of(IDENTITY, "") : "", "If-Match", ifMatch);

        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"PUT,*,412", "PUT,AAAA,412", "DELETE,*,404", "DELETE,AAAA,404"})
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "If-Match on an enrollment that is not there is 412 for PUT and 404 for DELETE.",
            source = "nothing public")
    void conditionOnNothing(String method, String ifMatch, int status) {
        var reply = azure.service(
                method, PATH, method.equals("PUT") ? EnrollmentJson.of(IDENTITY, "") : "", "If-Match", ifMatch);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }
}
