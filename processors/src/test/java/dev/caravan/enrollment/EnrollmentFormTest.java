package dev.caravan.enrollment;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkEnrollmentOperationResult;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.DeviceRegistrationState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QueryResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.SecondCertificate;
import dev.caravan.custody.TestIssuer;
import dev.caravan.enrollment.Dps.ItemRefusal;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What goes over the wire, as the SDK writes it, and what is read of an answer. */
class EnrollmentFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HUB = "plant-b.azure-devices.net";

    @TempDir
    Path data;

    private TestLedger ledger;
    private Board board;

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        new TestIssuer(data, ledger).certified("line-7", 1);
        board = ledger.board(1);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void registrationIsNotYetUntilAHubIsAssigned() {
        for (var status : List.of("unassigned", "assigning", "disabled")) {
            assertThat(registration("'status':'" + status + "'")).isEqualTo(new Registration.NotYet());
        }
        assertThat(registration("'status':'assigned','assignedHub':'" + HUB + "','deviceId':'x',"
                        + "'createdDateTimeUtc':'2026-03-02T10:19:28.1734179Z',"
                        + "'lastUpdatedDateTimeUtc':'2026-03-02T10:20:29.1734179Z'"))
                .isEqualTo(new Registration.Assigned(HUB, Instant.parse("2026-03-02T10:19:28.173Z")));
        assertThat(registration("'status':'assigned','assignedHub':'" + HUB + "','deviceId':'x'"))
                .isEqualTo(new Registration.Assigned(HUB, null));
    }

    @Test
    void failedRegistrationHasTheServicesWords() {
        assertThat(registration("'status':'failed','errorCode':400208,'errorMessage':'no hub'"))
                .isEqualTo(new Registration.Failed("DPS says 400208: no hub"));
    }

    private static Registration registration(String rest) {
        return EnrollmentForm.registration(
                new DeviceRegistrationState(("{'registrationId':'x'," + rest + "}").replace('\'', '"')));
    }

    @Test
    void newEnrollmentIsDisabledAndCarriesTheLedgersLeaf() throws Exception {
        var sent = sent(EnrollmentForm.disabled(board));

        assertThat(sent.path("registrationId").asText()).isEqualTo(guid(1).value());
        assertThat(sent.path("deviceId").asText()).isEqualTo(guid(1).value());
        assertThat(sent.path("provisioningStatus").asText()).isEqualTo("disabled");
        assertThat(certificate(sent)).contains(board.requireCertificate());
        assertThat(sent.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void activationIsEnabledForExactlyOneHubWithTheLeafInside() throws Exception {
        var sent = sent(EnrollmentForm.enabled(board, activation("{}", "{}"), "the etag"));

        assertThat(sent.path("provisioningStatus").asText()).isEqualTo("enabled");
        assertThat(sent.path("allocationPolicy").asText()).isEqualTo("static");
        assertThat(sent.path("iotHubs")).hasToString("[\"" + HUB + "\"]");
        assertThat(sent.path("etag").asText()).isEqualTo("the etag");
        assertThat(certificate(sent)).contains(board.requireCertificate());
    }

    @Test
    void whateverIsWrittenOfABoardThatIsRolledNamesBothCertificates() throws Exception {
        ledger.second(1, new SecondCertificate("CD".repeat(32), "MAoCAQE="));
        var rolled = ledger.board(1);

        for (var written : List.of(
                EnrollmentForm.disabled(rolled),
                EnrollmentForm.enabled(rolled, activation("{}", "{}"), "e"),
                EnrollmentForm.closed(rolled, "e"))) {
            var sent = sent(written);
            assertThat(certificate(sent)).contains(board.requireCertificate());
            assertThat(sent.at("/attestation/x509/clientCertificates/secondary/certificate")
                            .asText())
                    .contains("MAoCAQE=");
        }
        assertThat(certificate(sent(EnrollmentForm.disabled(rolled.renewed())))).contains("MAoCAQE=");
        assertThat(sent(EnrollmentForm.disabled(rolled.renewed()))
                        .at("/attestation/x509/clientCertificates/secondary/certificate"))
                .isEmpty();
    }

    @Test
    void twinIsSentAsItWasAskedFor() throws Exception {
        var tags =
                "{\"site\":{\"hall\":\"3\",\"deep\":{\"er\":true}},\"list\":[1,\"two\",{\"x\":3.5}],\"version\":\"B2\"}";
        var desired = "{\"interval\":30,\"offset\":-0.25,\"big\":4503599627370496,\"on\":false,\"empty\":{}}";

        var twin = sent(EnrollmentForm.enabled(board, activation(tags, desired), "e"))
                .path("initialTwin");

        assertThat(twin.path("tags")).isEqualTo(JSON.readTree(tags));
        assertThat(twin.path("properties").path("desired")).isEqualTo(JSON.readTree(desired));
    }

    @Test
    void twinThatComesBackIsTheTwinThatWasSent() throws Exception {
        var tags =
                "{\"site\":{\"hall\":\"3\"},\"list\":[1,\"two\",{\"x\":3.5}],\"version\":\"B2\",\"metadata\":{\"a\":1}}";
        var desired = "{\"interval\":30,\"big\":4503599627370496,\"on\":false}";

        var stored = read("""
                "provisioningStatus":"enabled","allocationPolicy":"static","iotHubs":["%s"],
                "initialTwin":{"tags":%s,"properties":{"desired":%s}}""".formatted(HUB, tags, desired));

        assertThat(JSON.readTree(stored.tags().toString().replace("1.0", "1"))).isEqualTo(JSON.readTree(tags));
        assertThat(stored.desired().path("interval").asInt()).isEqualTo(30);
        assertThat(stored.desired().path("big").asLong()).isEqualTo(4503599627370496L);
        assertThat(stored.desired().path("on").asBoolean(true)).isFalse();
        assertThat(stored.enabled()).isTrue();
        assertThat(stored.staticAllocation()).isTrue();
        assertThat(stored.iotHubs()).containsExactly(HUB);
    }

    @Test
    void onlyDisabledIsDisabled() {
        assertThat(read("\"provisioningStatus\":\"disabled\"").enabled()).isFalse();
        assertThat(read("\"provisioningStatus\":\"enabled\"").enabled()).isTrue();
        assertThat(read("\"deviceId\":\"x\"").enabled()).isTrue();
    }

    @Test
    void thumbprintIsReadFromTheInfoAndComparedInAnyLetterCase() {
        var stored = read("\"provisioningStatus\":\"disabled\"");

        assertThat(stored.thumbprint()).isEqualTo("ab".repeat(32));
        assertThat(stored.attests("AB".repeat(32))).isTrue();
        assertThat(stored.attests("AC".repeat(32))).isFalse();
    }

    @Test
    void hubCountsAsAssignedOnlyOnceTheBoardIs() {
        var state = "\"registrationState\":{\"registrationId\":\"x\",\"assignedHub\":\"%s\",\"status\":\"%s\","
                + "\"createdDateTimeUtc\":\"2026-11-23T10:00:00.000Z\",\"lastUpdatedDateTimeUtc\":\"2026-11-23T10:00:00.000Z\","
                + "\"etag\":\"e\"}";

        assertThat(read(state.formatted(HUB, "assigned")).assignedHub()).isEqualTo(HUB);
        assertThat(read(state.formatted(HUB, "assigning")).assignedHub()).isNull();
        assertThat(read("\"provisioningStatus\":\"enabled\"").assignedHub()).isNull();
    }

    @Test
    void bulkAnswerNamesTheItemsThatAreNotAccepted() {
        var answer = new BulkEnrollmentOperationResult("{\"isSuccessful\":false,\"errors\":[{\"registrationId\":\""
                + guid(2) + "\",\"errorCode\":409201,\"errorStatus\":\"Enrollment already exists.\"}]}");

        assertThat(EnrollmentForm.refusals(answer))
                .containsOnly(Map.entry(guid(2), new ItemRefusal(409201, "Enrollment already exists.")));
    }

    @Test
    void bulkAnswerMayLeaveOutAnEmptyList() {
        assertThat(EnrollmentForm.refusals(new BulkEnrollmentOperationResult("{\"isSuccessful\":true}")))
                .isEmpty();
        assertThat(EnrollmentForm.refusals(new BulkEnrollmentOperationResult("{\"isSuccessful\":true,\"errors\":[]}")))
                .isEmpty();
    }

    @Test
    void bulkFailureWithoutItemsIsNoSuccess() {
        for (var answer : List.of("{\"isSuccessful\":false}", "{\"isSuccessful\":false,\"errors\":[]}")) {
            assertThatExceptionOfType(DpsException.UnknownOutcome.class)
                    .isThrownBy(() -> EnrollmentForm.refusals(new BulkEnrollmentOperationResult(answer)));
        }
    }

    /** A DPS may serve other devices, attested in any way; a page with one of them is read all the same. */
    @Test
    void pageMayHoldEnrollmentsOfEveryKind() throws Exception {
        var items = Stream.of("""
                        {"type":"x509","x509":{"clientCertificates":{"primary":{"info":{"subjectName":"CN=x",
                        "sha1Thumbprint":"00","sha256Thumbprint":"AB","issuerName":"CN=y","notBeforeUtc":"2026-11-23T10:00:00Z",
                        "notAfterUtc":"2036-11-23T10:00:00Z","serialNumber":"1","version":3}}}}}""", """
                        {"type":"x509","x509":{"caReferences":{"primary":"line"}}}""", """
                        {"type":"x509","x509":{"clientCertificates":{"secondary":{"info":{}}}}}""", """
                        {"type":"symmetricKey"}""", """
                        {"type":"tpm","tpm":{"endorsementKey":"a2V5"}}""", """
                        {"type":"none"}""", """
                        {"type":"x509"}""")
                .map("""
                        {"registrationId":"x","provisioningStatus":null,"etag":"e","attestation":%s}"""::formatted)
                .collect(Collectors.joining(",", "[", "]"));

        var page = EnrollmentForm.page(new QueryResult("enrollment", items, "more"));

        assertThat(page.continuation()).isEqualTo("more");
        assertThat(page.entries()).hasSize(7).allMatch(entry -> entry.stored().enabled());
        assertThat(page.entries().get(0).stored().thumbprint()).isEqualTo("AB");
        assertThat(page.entries().subList(1, 7))
                .allMatch(entry -> entry.stored().thumbprint() == null);
    }

    @Test
    void attestationThatTheClientCannotReadIsNoneOfOurs() {
        var strange = catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new IndividualEnrollment(
                        "{\"registrationId\":\"x\",\"etag\":\"e\",\"attestation\":{\"type\":\"none\"}}"));

        assertThat(EnrollmentForm.ofAnotherKind(strange).attests("AB".repeat(32)))
                .isFalse();
        var other = new IllegalArgumentException("something else");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> EnrollmentForm.ofAnotherKind(other))
                .isSameAs(other);
    }

    @Test
    void enrollmentOnAPageIsReadAsOneThatIsAskedForAlone() throws Exception {
        var item = """
                [{"registrationId":"x","etag":"e","provisioningStatus":"disabled","allocationPolicy":"static","iotHubs":["%s"],
                "initialTwin":{"tags":{"site":{"hall":"3"}},"properties":{"desired":{"interval":30,"on":false}}},
                "attestation":{"type":"none"}}]""".formatted(HUB);

        var stored = EnrollmentForm.page(new QueryResult("enrollment", item, null))
                .entries()
                .get(0)
                .stored();

        assertThat(stored.enabled()).isFalse();
        assertThat(stored.staticAllocation()).isTrue();
        assertThat(stored.iotHubs()).containsExactly(HUB);
        assertThat(stored.tags()).isEqualTo(JSON.readTree("{\"site\":{\"hall\":\"3\"}}"));
        assertThat(stored.desired().path("interval").asInt()).isEqualTo(30);
        assertThat(stored.desired().path("on").asBoolean(true)).isFalse();
    }

    private static JsonNode sent(IndividualEnrollment enrollment) throws Exception {
        return JSON.readTree(enrollment.toJsonElement().toString());
    }

    /** The base64 of the PEM or DER that goes as the primary client certificate, on one line. */
    private static String certificate(JsonNode sent) {
        return sent.path("attestation")
                .path("x509")
                .path("clientCertificates")
                .path("primary")
                .path("certificate")
                .asText()
                .replaceAll("\\s", "");
    }

    private static StoredEnrollment read(String members) {
        try {
            return EnrollmentForm.read(new IndividualEnrollment("""
                    {"registrationId":"%s","etag":"e","attestation":{"type":"x509","x509":{"clientCertificates":{"primary":
                    {"info":{"subjectName":"CN=x","sha1Thumbprint":"00","sha256Thumbprint":"%s","issuerName":"CN=y",
                    "notBeforeUtc":"2026-11-23T10:00:00Z","notAfterUtc":"2036-11-23T10:00:00Z","serialNumber":"1","version":3
                    }}}}},%s}""".formatted(guid(1), "ab".repeat(32), members)));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static Activation activation(String tags, String desired) throws Exception {
        return new Activation(HUB, (ObjectNode) JSON.readTree(tags), (ObjectNode) JSON.readTree(desired));
    }
}
