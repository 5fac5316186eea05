package dev.caravan.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.EnrollmentGroup;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.SymmetricKeyAttestation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;

import static org.assertj.core.api.Assertions.assertThat;

/** Enrollment groups, and attestation other than by a device's own certificate. */
class GroupTest {

    private static final String GROUP = "/enrollmentGroups/line-1?" + AzureHttp.VERSION;
    private static final String DEVICE = "/enrollments/board-1?" + AzureHttp.VERSION;
    private static final String KEYED =
            "{\"enrollmentGroupId\":\"line-1\",\"attestation\":{\"type\":\"symmetricKey\"}}";

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private final AzureHttp azure = AzureHttp.anonymous(EMULATOR);

    private static String signed(String id, String member, String slots) {
        return "{\"enrollmentGroupId\":\"%s\",\"attestation\":{\"type\":\"x509\",\"x509\":{\"%s\":{%s}}}}"
                .formatted(id, member, slots);
    }

    private static String certificate() {
        return "\"primary\":{\"certificate\":\"" + EnrollmentJson.base64(TestIdentity.of("Line CA")) + "\"}";
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_SERVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "Symmetric keys left to the service are in the answer of the write, not in that of a read or query",
            source = "recorded traffic 2023-05")
    void generatedKeysAreShownByTheWriteAndTheMechanismOnly() {
        var written = azure.service("PUT", GROUP, KEYED).body().at("/attestation/symmetricKey");
        var read = azure.service("GET", GROUP, "").body();
        var queried = azure.service(
                "POST",
                "/enrollmentGroups/query?" + AzureHttp.VERSION,
                "{\"query\":\"SELECT * FROM enrollmentGroups\"}");
        var mechanism = azure.service("POST", "/enrollmentGroups/line-1/attestationmechanism?" + AzureHttp.VERSION, "");

        assertThat(written.path("primaryKey").asText())
                .hasSize(88)
                .isNotEqualTo(written.path("secondaryKey").asText());
        assertThat(read.path("attestation").toString()).isEqualTo("{\"type\":\"symmetricKey\"}");
        assertThat(read.has("registrationState")).isFalse();
        assertThat(queried.header("x-ms-item-type")).isEqualTo("EnrollmentGroup");
        assertThat(queried.body().at("/0/attestation").toString()).isEqualTo("{\"type\":\"symmetricKey\"}");
        assertThat(mechanism.body().path("symmetricKey")).isEqualTo(written);
    }

    @Test
    void groupCodesAreItsOwn() {
        assertThat(code(azure.service("GET", GROUP, ""))).isEqualTo(404204);
        azure.service("PUT", GROUP, KEYED);
        assertThat(code(azure.service("PUT", GROUP, KEYED))).isEqualTo(409202);
        var bulk = azure.service(
                "POST",
                "/enrollmentGroups?" + AzureHttp.VERSION,
                "{\"mode\":\"update\",\"enrollmentGroups\":[" + KEYED + "]}");
        assertThat(bulk.body().at("/errors/0/enrollmentGroupId").asText()).isEqualTo("line-1");
        assertThat(bulk.body().at("/errors/0/errorCode").asInt()).isEqualTo(409202);
        assertThat(azure.service("DELETE", GROUP, "", "If-Match", "AAAA").status())
                .isEqualTo(412);
        assertThat(azure.service("DELETE", GROUP, "").status()).isEqualTo(204);
    }

    private static int code(AzureHttp.Reply reply) {
        return reply.body().path("errorCode").asInt();
    }

    @Test
    void groupTakesSigningCertificatesAndNeitherClientCertificatesNorUnknownReferencesNorTpm() {
        assertThat(azure.service("PUT", GROUP, signed("line-1", "clientCertificates", certificate()))
                        .status())
                .isEqualTo(400);
        assertThat(azure.service("PUT", GROUP, signed("line-1", "caReferences", "\"primary\":\"nobody\""))
                        .status())
                .isEqualTo(400);
        assertThat(azure.service(
                                "PUT",
                                GROUP,
                                "{\"enrollmentGroupId\":\"line-1\",\"attestation\":{\"type\":\"tpm\",\"tpm\":{\"endorsementKey\":\"AAAA\"}}}")
                        .status())
                .isEqualTo(400);
        var stored = azure.service("PUT", GROUP, signed("line-1", "signingCertificates", certificate()));
        assertThat(stored.status()).isEqualTo(200);
        JsonNode info = stored.body().at("/attestation/x509/signingCertificates/primary/info");
        assertThat(info.path("subjectName").asText()).isEqualTo("CN=Line CA");
    }

    @Test
    void tpmIsEchoedAndAnEmptyRegistrationQueryIsAnEmptyPage() {
        var tpm =
                "{\"registrationId\":\"board-1\",\"attestation\":{\"type\":\"tpm\",\"tpm\":{\"endorsementKey\":\"AAAA\"}}}";
        assertThat(azure.service("PUT", DEVICE, tpm).status()).isEqualTo(200);
        assertThat(azure.service("GET", DEVICE, "")
                        .body()
                        .at("/attestation/tpm/endorsementKey")
                        .asText())
                .isEqualTo("AAAA");
        var query = azure.service("POST", "/registrations/line-1/query?" + AzureHttp.VERSION, "");
        assertThat(query.body().isArray() && query.body().isEmpty()).isTrue();
        assertThat(query.header("x-ms-item-type")).isEqualTo("DeviceRegistration");
    }

    @Test
    void javaSdkWritesReadsAndDeletesAGroup() throws Exception {
        var client = EMULATOR.serviceClient();
        var written = client.createOrUpdateEnrollmentGroup(
                new EnrollmentGroup("line-1", new SymmetricKeyAttestation(null, null)));
        assertThat(((SymmetricKeyAttestation) written.getAttestation()).getPrimaryKey())
                .hasSize(88);
        var read = client.getEnrollmentGroup("line-1");
        assertThat(read.getEtag()).isEqualTo(written.getEtag());
        client.deleteEnrollmentGroup("line-1");
        assertThat(azure.service("GET", GROUP, "").status()).isEqualTo(404);
    }
}
