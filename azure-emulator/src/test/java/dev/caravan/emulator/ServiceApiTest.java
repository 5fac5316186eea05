package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.json.Json;

import static org.assertj.core.api.Assertions.assertThat;

/** The service API by plain HTTPS: what the documented contract says beyond what the SDK can ask. */
class ServiceApiTest {

    private static final String PATH = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final String BULK = "/enrollments?" + AzureHttp.VERSION;
    private static final String QUERY = "/enrollments/query?" + AzureHttp.VERSION;

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private static final TestIdentity IDENTITY = TestIdentity.of("board-1");

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private static String enrollment(String id, String certificate, String more) {
        return "{\"registrationId\":\"%s\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"clientCertificates\":{\"primary\":{\"certificate\":%s}}}}%s}"
                .formatted(id, Json.text(Json.object().textNode(certificate)), more);
    }

    private static String board1(String more) {
        return enrollment("board-1", base64(IDENTITY), more);
    }

    private static String base64(TestIdentity identity) {
        return Base64.getEncoder().encodeToString(identity.der());
    }

    private String create() {
        return azure.service("PUT", PATH, board1("")).body().path("etag").asText();
    }

    // --- ETags

    @Test
    void putWithoutConditionCreatesAndThenConflicts() {
        assertThat(azure.service("PUT", PATH, board1("")).status()).isEqualTo(200);

        var second = azure.service("PUT", PATH, board1(""));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("errorCode").asInt()).isEqualTo(409201);
        assertThat(second.header("x-ms-error-code")).isEqualTo("409201");
        assertThat(second.header("x-ms-request-id"))
                .isEqualTo(second.body().path("trackingId").asText())
                .isNotEmpty();
    }

    @Test
    void currentEtagBareOrQuotedUpdatesAndGivesAnother() {
        var first = create();
        var second = azure.service("PUT", PATH, board1(""), "If-Match", first);
        var quoted = "\"" + second.body().path("etag").asText() + "\"";

        var third = azure.service("PUT", PATH, board1(""), "If-Match", quoted);

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
    void conditionOnAStoredEnrollment(String method, String ifMatch, int status) {
        create();

        var reply = azure.service(method, PATH, method.equals("PUT") ? board1("") : "", "If-Match", ifMatch);

        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"PUT,*,412", "PUT,AAAA,412", "DELETE,*,404", "DELETE,AAAA,404"})
    void conditionOnNothing(String method, String ifMatch, int status) {
        var reply = azure.service(method, PATH, method.equals("PUT") ? board1("") : "", "If-Match", ifMatch);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    // --- Bulk

    private static String bulk(String mode, String... items) {
        return "{\"mode\":\"" + mode + "\",\"enrollments\":[" + String.join(",", items) + "]}";
    }

    private static String withEtag(String etag) {
        return board1(",\"etag\":\"" + etag + "\"");
    }

    @Test
    void bulkUpdateWithoutEtagIs409201AndWithItSucceeds() {
        var etag = create();

        var without = azure.service("POST", BULK, bulk("update", board1("")));
        var with = azure.service("POST", BULK, bulk("update", withEtag(etag)));

        assertThat(without.status()).isEqualTo(200);
        assertThat(without.body().at("/errors/0/errorCode").asInt()).isEqualTo(409201);
        assertThat(with.body().path("isSuccessful").asBoolean()).isTrue();
        assertThat(with.body().path("errors").isArray()).isTrue();
        assertThat(with.body().fieldNames()).toIterable().containsExactly("errors", "isSuccessful");
    }

    @Test
    void bulkUpdateIfMatchWithAStaleEtagFailsForThatItem() {
        create();

        var reply = azure.service("POST", BULK, bulk("updateIfMatchETag", withEtag("AAAA")));

        assertThat(reply.body().path("isSuccessful").asBoolean(true)).isFalse();
        assertThat(reply.body().at("/errors/0/registrationId").asText()).isEqualTo("board-1");
    }

    @Test
    void bulkDeleteNeedsNoEtagAndReportsWhatIsNotThere() {
        create();

        var reply = azure.service(
                "POST", BULK, bulk("delete", "{\"registrationId\":\"board-1\"}", "{\"registrationId\":\"board-9\"}"));

        assertThat(reply.body().path("errors")).hasSize(1);
        assertThat(reply.body().at("/errors/0/errorCode").asInt()).isEqualTo(404201);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    @Test
    void bulkOfTenPassesAndOfElevenIsRefusedAsAWhole() {
        var eleven = IntStream.range(0, 11)
                .mapToObj(i -> enrollment("board-" + i, base64(TestIdentity.of("board-" + i)), ""))
                .toArray(String[]::new);
        var ten = Arrays.copyOf(eleven, 10);

        assertThat(azure.service("POST", BULK, bulk("create", eleven)).status()).isEqualTo(400);
        assertThat(EMULATOR.state("/summary").at("/enrollments/enabled").asInt())
                .isZero();
        assertThat(azure.service("POST", BULK, bulk("create", ten))
                        .body()
                        .path("isSuccessful")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "mode", "empty", "noId"})
    void bulkOfAWrongShapeIsRefusedAsAWhole(String flaw) {
        var body =
                switch (flaw) {
                    case "twice" -> bulk("create", board1(""), enrollment("BOARD-1", base64(IDENTITY), ""));
                    case "mode" -> bulk("upsert", board1(""));
                    case "empty" -> bulk("create");
                    default -> bulk("create", "{}");
                };

        assertThat(azure.service("POST", BULK, body).status()).isEqualTo(400);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    // --- What is stored and shown

    @Test
    void answerHasTheDocumentedForm() {
        var body = azure.service("PUT", PATH, board1(",\"provisioningStatus\":null,\"deviceId\":null"))
                .body();

        assertThat(body.path("createdDateTimeUtc").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6}[1-9]|\\.[1-9])?Z")
                .isEqualTo(body.path("lastUpdatedDateTimeUtc").asText());
        assertThat(new String(Base64.getDecoder().decode(body.path("etag").asText()), StandardCharsets.US_ASCII))
                .matches("\"[0-9a-f]{8}-0000-0800-0000-[0-9a-f]{12}\"");
        assertThat(body.has("provisioningStatus")).isTrue();
        assertThat(body.path("provisioningStatus").isNull()).isTrue();
        assertThat(body.has("deviceId")).isFalse();
        assertThat(body.has("registrationState")).isFalse();
        var info = body.at("/attestation/x509/clientCertificates/primary/info");
        assertThat(info.fieldNames())
                .toIterable()
                .containsExactly(
                        "subjectName",
                        "sha1Thumbprint",
                        "sha256Thumbprint",
                        "issuerName",
                        "notBeforeUtc",
                        "notAfterUtc",
                        "serialNumber",
                        "version");
        assertThat(info.path("sha256Thumbprint").asText()).isEqualTo(IDENTITY.thumbprint());
        assertThat(body.toString()).doesNotContain("\"certificate\"");
    }

    @Test
    void readAddsTheRegistrationState() {
        create();

        var reply = azure.service("GET", PATH, "");

        assertThat(reply.body().at("/registrationState/status").asText()).isEqualTo("unassigned");
        assertThat(reply.header("Strict-Transport-Security")).contains("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "der", "pemInBase64"})
    void certificateIsTakenInEachOfItsForms(String form) {
        var text =
                switch (form) {
                    case "pem" -> IDENTITY.pem();
                    case "der" -> base64(IDENTITY);
                    default -> Base64.getEncoder().encodeToString(IDENTITY.pem().getBytes(StandardCharsets.US_ASCII));
                };

        var reply = azure.service("PUT", PATH, enrollment("board-1", text, ""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(EMULATOR.state("/enrollments/board-1").path("certificate").asText())
                .isEqualTo(base64(IDENTITY));
    }

    @Test
    void infoOnlyUpdateKeepsTheStoredCertificateAndInfoOnlyCreateIsRefused() {
        var infoOnly =
                "{\"registrationId\":\"board-1\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"clientCertificates\":{\"primary\":{\"info\":{}}}}}}";
        assertThat(azure.service("PUT", PATH, infoOnly).status()).isEqualTo(400);
        create();

        assertThat(azure.service("PUT", PATH, infoOnly, "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(EMULATOR.state("/enrollments/board-1").path("certificate").asText())
                .isEqualTo(base64(IDENTITY));
    }

    @Test
    void idsDifferInLetterCaseOnlyAreTheSame() {
        create();

        assertThat(azure.service("GET", "/enrollments/BOARD-1?" + AzureHttp.VERSION, "")
                        .body()
                        .path("registrationId")
                        .asText())
                .isEqualTo("board-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"provisioningStatus\":\"on\"",
                ",\"deviceId\":\"with space\"",
                ",\"allocationPolicy\":\"static\"",
                ",\"allocationPolicy\":\"static\",\"iotHubs\":[\"plant-a.azure-devices.net\",\"plant-b.azure-devices.net\"]",
                ",\"allocationPolicy\":\"static\",\"iotHubs\":[\"plant-z.azure-devices.net\"]",
                ",\"allocationPolicy\":\"random\"",
                ",\"initialTwin\":{\"tags\":{\"a.b\":1}}",
                ",\"initialTwin\":{\"properties\":{\"desired\":{\"$x\":1}}}"
            })
    void invalidEnrollmentIsRefused(String flaw) {
        assertThat(azure.service("PUT", PATH, board1(flaw)).status()).isEqualTo(400);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    @Test
    void certificateOfAnotherNameAndTextThatIsNoneAreRefused() {
        var other = enrollment("board-1", base64(TestIdentity.of("board-2")), "");
        var none = enrollment("board-1", "AAAA", "");

        assertThat(azure.service("PUT", PATH, other).status()).isEqualTo(400);
        assertThat(azure.service("PUT", PATH, none).status()).isEqualTo(400);
    }

    @Test
    void bodyForAnotherIdThanThePathIsRefused() {
        assertThat(azure.service("PUT", "/enrollments/board-2?" + AzureHttp.VERSION, board1(""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void messageOfMoreThan96KilobytesIsRefused() {
        var tooLong = board1(",\"optionalDeviceInformation\":{\"a\":\"" + "x".repeat(96 * 1024) + "\"}");

        assertThat(azure.service("PUT", PATH, tooLong).status()).isEqualTo(400);
    }

    // --- Query

    private List<String> page(String continuation, List<String> ids, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!continuation.isEmpty()) {
            all.addAll(List.of("x-ms-continuation", continuation));
        }
        var reply =
                azure.service("POST", QUERY, "{\"query\":\"SELECT * FROM enrollments\"}", all.toArray(String[]::new));
        assertThat(reply.header("x-ms-item-type")).isEqualTo("Enrollment");
        reply.body().forEach(item -> ids.add(item.path("registrationId").asText()));
        return List.of(String.valueOf(reply.body().size()), reply.header("x-ms-continuation"));
    }

    @Test
    void queryPagesOfAHundredUnlessAskedOtherwise() {
        for (var i = 0; i < 105; i += 5) {
            var from = i;
            var items = IntStream.range(from, from + 5)
                    .mapToObj(n -> enrollment("board-" + n, base64(TestIdentity.of("board-" + n)), ""))
                    .toArray(String[]::new);
            azure.service("POST", BULK, bulk("create", items));
        }
        List<String> ids = new ArrayList<>();

        var first = page("", ids);
        var second = page(first.get(1), ids);

        assertThat(first.get(0)).isEqualTo("100");
        assertThat(second).containsExactly("5", "");
        assertThat(ids).doesNotHaveDuplicates().hasSize(105);
    }

    @Test
    void emptyQueryAndFullLastPageHaveNoContinuation() {
        List<String> ids = new ArrayList<>();
        assertThat(page("", ids)).containsExactly("0", "");
        create();

        assertThat(page("", ids, "x-ms-max-item-count", "1")).containsExactly("1", "");
    }

    @Test
    void queryWithConditionWrongPageSizeOrBrokenContinuationIsRefused() {
        var select = "{\"query\":\"SELECT *\"}";
        assertThat(azure.service("POST", QUERY, "{\"query\":\"SELECT * FROM enrollments WHERE a=1\"}")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select, "x-ms-max-item-count", "0")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select, "x-ms-continuation", "xx")
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("POST", QUERY, select).status()).isEqualTo(200);
    }

    // --- Access and shape of a call

    @ParameterizedTest
    @ValueSource(strings = {"", "/enrollments", "/enrollments/board-1"})
    void tokenForAPrefixOfTheResourceIsGood(String prefix) {
        var token = azure.token(azure.host() + prefix, Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(token, "GET", PATH).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/enrollments/board", "/registrations", "/enrollments/board-1/x"})
    void tokenForSomethingElseIsRefused(String resource) {
        var token = azure.token(azure.host() + resource, Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(token, "GET", PATH).status()).isEqualTo(401);
    }

    @Test
    void expiredForgedMissingAndForeignTokensAreRefused() {
        var good = azure.token(azure.host(), Instant.now().plusSeconds(60));

        assertThat(azure.serviceAs(azure.token(azure.host(), Instant.now().minusSeconds(1)), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs(good.replace("sig=", "sig=AAAA"), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs(good.replace("skn=provisioningserviceowner", "skn=other"), "GET", PATH)
                        .status())
                .isEqualTo(401);
        assertThat(azure.serviceAs("Bearer x", "GET", PATH).status()).isEqualTo(401);
        assertThat(azure.serviceAs(good, "GET", PATH).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/enrollments/board-1?api-version=2018-04-01,400",
        "GET,/enrollments/board-1,400",
        "GET,/nothing?api-version=2021-10-01,404",
        "PUT,/enrollments?api-version=2021-10-01,405",
        "GET,/registrations?api-version=2021-10-01,405",
        "PATCH,/enrollments/board-1?api-version=2021-10-01,405",
        "GET,/registrations/board-1?api-version=2021-10-01,404"
    })
    void callsThatLeadNowhere(String method, String path, int status) {
        assertThat(azure.service(method, path, "").status()).isEqualTo(status);
    }

    @Test
    void bodyOfAnotherMediaTypeIs415AndOneThatIsNoJson400() {
        assertThat(azure.service("PUT", PATH, board1(""), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(azure.service("PUT", PATH, "{").status()).isEqualTo(400);
    }
}
