package dev.caravan.emulator;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** Bulk operations: what fails as a whole, what fails for an item, what succeeds. */
class BulkTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final String BULK = "/enrollments?" + AzureHttp.VERSION;
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

    private static String withEtag(String etag) {
        return EnrollmentJson.of(IDENTITY, ",\"etag\":\"" + etag + "\"");
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A bulk update of an item without its etag fails for that item with 409201, while"
                    + " the call answers 200.",
            source = "recorded traffic 2023-05")
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "The answer to a bulk call has errors before isSuccessful, and an empty list when"
                    + " all went well.",
            source = "recorded traffic 2023-05")
    void bulkUpdateWithoutEtagIs409201AndWithItSucceeds() {
        var etag = create();

        var without = azure.service("POST", BULK, EnrollmentJson.bulk("update", EnrollmentJson.of(IDENTITY, "")));
        var with = azure.service("POST", BULK, EnrollmentJson.bulk("update", withEtag(etag)));

        assertThat(without.status()).isEqualTo(200);
        assertThat(without.body().at("/errors/0/errorCode").asInt()).isEqualTo(409201);
        assertThat(with.body().path("isSuccessful").asBoolean()).isTrue();
        assertThat(with.body().path("errors").isArray()).isTrue();
        assertThat(with.body().fieldNames()).toIterable().containsExactly("errors", "isSuccessful");
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "The bulk mode updateIfMatchETag fails for an item with a stale etag.",
            source = "service.json 2021-10-01")
    void bulkUpdateIfMatchWithAStaleEtagFailsForThatItem() {
        create();

        var reply = azure.service("POST", BULK, EnrollmentJson.bulk("updateIfMatchETag", withEtag("AAAA")));

        assertThat(reply.body().path("isSuccessful").asBoolean(true)).isFalse();
        assertThat(reply.body().at("/errors/0/registrationId").asText()).isEqualTo("board-1");
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A bulk delete needs neither etag nor attestation.",
            source = "recorded traffic 2023-05")
    void bulkDeleteNeedsNoEtagAndReportsWhatIsNotThere() {
        create();

        var reply = azure.service(
                "POST",
                BULK,
                EnrollmentJson.bulk("delete", "{\"registrationId\":\"board-1\"}", "{\"registrationId\":\"board-9\"}"));

        assertThat(reply.body().path("errors")).hasSize(1);
        assertThat(reply.body().at("/errors/0/errorCode").asInt()).isEqualTo(404201);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A bulk call of more than ten items is refused as a whole with 400.",
            source = "service.json 2021-10-01 names the limit, not the answer")
    void bulkOfTenPassesAndOfElevenIsRefusedAsAWhole() {
        var eleven = IntStream.range(0, 11)
                .mapToObj(i -> EnrollmentJson.of("board-" + i))
                .toArray(String[]::new);
        var ten = Arrays.copyOf(eleven, 10);

        assertThat(azure.service("POST", BULK, EnrollmentJson.bulk("create", eleven))
                        .status())
                .isEqualTo(400);
        assertThat(EMULATOR.state("/summary").at("/enrollments/enabled").asInt())
                .isZero();
        assertThat(azure.service("POST", BULK, EnrollmentJson.bulk("create", ten))
                        .body()
                        .path("isSuccessful")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "mode", "empty", "noId"})
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.STRICTER,
            behaviour = "A bulk call that names one id twice is refused as a whole with 400.",
            source = "nothing public")
    void bulkOfAWrongShapeIsRefusedAsAWhole(String flaw) {
        var body =
                switch (flaw) {
                    case "twice" ->
                        EnrollmentJson.bulk(
                                "create",
                                EnrollmentJson.of(IDENTITY, ""),
                                EnrollmentJson.of("BOARD-1", EnrollmentJson.base64(IDENTITY), ""));
                    case "mode" -> EnrollmentJson.bulk("upsert", EnrollmentJson.of(IDENTITY, ""));
                    case "empty" -> EnrollmentJson.bulk("create");
                    default -> EnrollmentJson.bulk("create", "{}");
                };

        assertThat(azure.service("POST", BULK, body).status()).isEqualTo(400);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }
}
