package dev.caravan.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.fidelity.Fidelity.Area;

import static org.assertj.core.api.Assertions.assertThat;

/** What an enrollment may look like, what is stored of it, and what is shown. */
class EnrollmentFormTest {

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
            behaviour = "An enrollment is answered without its certificate; info has eight members, with"
                    + " the SHA-256 thumbprint in upper-case hexadecimal.",
            source = "recorded traffic 2023-05")
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "Members sent as null are left out of the answer, but provisioningStatus stays" + " null.",
            source = "recorded traffic 2023-05")
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "Timestamps have up to seven decimals without zeros at the end; etags are base64"
                    + " of a quoted text.",
            source = "recorded traffic 2023-05")
    void answerHasTheDocumentedForm() {
        var body = azure.service(
                        "PUT", PATH, EnrollmentJson.of(IDENTITY, ",\"provisioningStatus\":null,\"deviceId\":null"))
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
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "A read enrollment has a registrationState, unassigned before the first"
                    + " registration; the answer to a write has none.",
            source = "recorded traffic 2023-05")
    void readAddsTheRegistrationState() {
        create();

        var reply = azure.service("GET", PATH, "");

        assertThat(reply.body().at("/registrationState/status").asText()).isEqualTo("unassigned");
        assertThat(reply.header("Strict-Transport-Security")).contains("max-age=31536000");
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour = "Answers have a Date, by the service's clock.",
            source = "recorded traffic 2023-05")
    void answersSayWhatTimeItIsByTheServicesClock() {
        EMULATOR.control("PUT", "/clock", "{\"offsetSeconds\":-600}");
        var there = Instant.now().minusSeconds(600);

        var refused = azure.service("GET", PATH, "");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.header("Date"))
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(refused.header("Date"), Instant::from))
                .isBetween(there.minusSeconds(30), there.plusSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "der", "pemInBase64"})
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A certificate is taken as PEM, as base64 of its DER, and as base64 of its PEM.",
            source = "CLI: enrollment create; c#1844")
    void certificateIsTakenInEachOfItsForms(String form) {
        var text =
                switch (form) {
                    case "pem" -> IDENTITY.pem();
                    case "der" -> EnrollmentJson.base64(IDENTITY);
                    default -> Base64.getEncoder().encodeToString(IDENTITY.pem().getBytes(StandardCharsets.US_ASCII));
                };

        var reply = azure.service("PUT", PATH, EnrollmentJson.of("board-1", text, ""));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(EMULATOR.state("/enrollments/board-1").path("certificate").asText())
                .isEqualTo(EnrollmentJson.base64(IDENTITY));
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "An update that sends back only the info of a certificate keeps the stored" + " certificate.",
            source = "CLI: x509_lifecycle test, which sees it accepted")
    void infoOnlyUpdateKeepsTheStoredCertificateAndInfoOnlyCreateIsRefused() {
        var infoOnly =
                "{\"registrationId\":\"board-1\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"clientCertificates\":{\"primary\":{\"info\":{}}}}}}";
        assertThat(azure.service("PUT", PATH, infoOnly).status()).isEqualTo(400);
        create();

        assertThat(azure.service("PUT", PATH, infoOnly, "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(EMULATOR.state("/enrollments/board-1").path("certificate").asText())
                .isEqualTo(EnrollmentJson.base64(IDENTITY));
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "Registration ids that differ in letter case only are the same.",
            source = "Learn: concepts-service")
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
        assertThat(azure.service("PUT", PATH, EnrollmentJson.of(IDENTITY, flaw)).status())
                .isEqualTo(400);
        assertThat(azure.service("GET", PATH, "").status()).isEqualTo(404);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.STRICTER,
            behaviour = "The certificate of an individual enrollment must have the registration id as"
                    + " common name when it is stored, not only when the device comes.",
            source = "Learn: concepts-x509-attestation names the rule for registrations")
    void certificateOfAnotherNameAndTextThatIsNoneAreRefused() {
        var other = EnrollmentJson.of("board-1", EnrollmentJson.base64(TestIdentity.of("board-2")), "");
        var none = EnrollmentJson.of("board-1", "AAAA", "");

        assertThat(azure.service("PUT", PATH, other).status()).isEqualTo(400);
        assertThat(azure.service("PUT", PATH, none).status()).isEqualTo(400);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.INFERRED,
            behaviour = "A body for another registration id than the path is 400.",
            source = "nothing public")
    void bodyForAnotherIdThanThePathIsRefused() {
        assertThat(azure.service("PUT", "/enrollments/board-2?" + AzureHttp.VERSION, EnrollmentJson.of(IDENTITY, ""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Fidelity(
            area = Area.DPS_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "A message of more than 96 KB is refused.",
            source = "Learn: iot-dps-limits")
    void messageOfMoreThan96KilobytesIsRefused() {
        var tooLong =
                EnrollmentJson.of(IDENTITY, ",\"optionalDeviceInformation\":{\"a\":\"" + "x".repeat(96 * 1024) + "\"}");

        assertThat(azure.service("PUT", PATH, tooLong).status()).isEqualTo(400);
    }
}
