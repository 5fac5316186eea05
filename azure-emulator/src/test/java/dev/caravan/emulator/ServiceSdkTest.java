package dev.caravan.emulator;

import java.util.ArrayList;
import java.util.List;

import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkOperationMode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QuerySpecificationBuilder;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientBadUsageException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientNotFoundException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientPreconditionFailedException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTooManyRequestsException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The Java service SDK, unchanged, against the emulator. */
class ServiceSdkTest {

    @RegisterExtension
    static final RunningEmulator EMULATOR = new RunningEmulator();

    private static IndividualEnrollment disabled(TestIdentity identity, String id) {
        var enrollment = new IndividualEnrollment(id, X509Attestation.createFromClientCertificates(identity.pem()));
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        return enrollment;
    }

    @Test
    void bulkWithOneBadItemStoresTheOthersDisabled() throws Exception {
        var good = TestIdentity.of("board-1");
        var other = TestIdentity.of("board-2");
        var wrong = disabled(TestIdentity.of("somebody-else"), "board-3");

        var result = EMULATOR.serviceClient()
                .runBulkEnrollmentOperation(
                        BulkOperationMode.CREATE,
                        List.of(disabled(good, "board-1"), wrong, disabled(other, "board-2")));

        assertThat(result.getSuccessful()).isFalse();
        assertThat(result.getErrors()).singleElement().satisfies(error -> {
            assertThat(error.getRegistrationId()).isEqualTo("board-3");
            assertThat(error.getErrorStatus()).contains("common name");
        });
        var stored = EMULATOR.state("").path("enrollments");
        assertThat(stored.properties()).extracting(java.util.Map.Entry::getKey).containsOnly("board-1", "board-2");
        assertThat(stored.at("/board-1/provisioningStatus").asText()).isEqualTo("disabled");
        assertThat(stored.at("/board-1/attestation/x509/clientCertificates/primary/info/sha256Thumbprint")
                        .asText())
                .isEqualTo(good.thumbprint());
    }

    @Test
    void bulkCreateOverAnExistingEnrollmentIsAnErrorOfThatItem() throws Exception {
        var client = EMULATOR.serviceClient();
        var enrollment = disabled(TestIdentity.of("board-1"), "board-1");
        assertThat(client.runBulkEnrollmentOperation(BulkOperationMode.CREATE, List.of(enrollment))
                        .getSuccessful())
                .isTrue();

        var again = client.runBulkEnrollmentOperation(BulkOperationMode.CREATE, List.of(enrollment));

        assertThat(again.getErrors().get(0).getErrorCode()).isEqualTo(409201);
    }

    @Test
    void enrollmentReadChangedAndWrittenBackKeepsItsCertificate() throws Exception {
        var client = EMULATOR.serviceClient();
        var identity = TestIdentity.of("board-1");
        client.createOrUpdateIndividualEnrollment(disabled(identity, "board-1"));

        var read = client.getIndividualEnrollment("board-1");
        read.setProvisioningStatus(ProvisioningStatus.ENABLED);
        read.setAllocationPolicy(AllocationPolicy.STATIC);
        read.setIotHubs(List.of("plant-b.azure-devices.net"));
        var tags = new TwinCollection();
        tags.put("site", "A");
        var desired = new TwinCollection();
        desired.put("interval", 30);
        read.setInitialTwin(new TwinState(tags, desired));
        var written = client.createOrUpdateIndividualEnrollment(read);

        assertThat(written.getProvisioningStatus()).isEqualTo(ProvisioningStatus.ENABLED);
        assertThat(written.getEtag()).isNotEqualTo(read.getEtag());
        var stored = EMULATOR.state("/enrollments/board-1");
        assertThat(stored.path("certificate").binaryValue()).isEqualTo(identity.der());
        assertThat(stored.at("/initialTwin/tags/site").asText()).isEqualTo("A");
        assertThat(stored.at("/initialTwin/properties/desired/interval").asInt())
                .isEqualTo(30);
        assertThat(stored.at("/iotHubs/0").asText()).isEqualTo("plant-b.azure-devices.net");
    }

    @Test
    void secondCreateIsBadUsageWithTheCodeInItsMessage() throws Exception {
        var client = EMULATOR.serviceClient();
        var enrollment = disabled(TestIdentity.of("board-1"), "board-1");
        client.createOrUpdateIndividualEnrollment(enrollment);

        assertThatThrownBy(() -> client.createOrUpdateIndividualEnrollment(enrollment))
                .isInstanceOf(ProvisioningServiceClientBadUsageException.class)
                .hasMessageContaining("409201");
    }

    @Test
    void staleEtagIsPreconditionFailed() throws Exception {
        var client = EMULATOR.serviceClient();
        client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1"));
        var first = client.getIndividualEnrollment("board-1");
        var second = client.getIndividualEnrollment("board-1");
        client.createOrUpdateIndividualEnrollment(first);

        assertThatThrownBy(() -> client.createOrUpdateIndividualEnrollment(second))
                .isInstanceOf(ProvisioningServiceClientPreconditionFailedException.class);
        assertThatThrownBy(() -> client.deleteIndividualEnrollment(second))
                .isInstanceOf(ProvisioningServiceClientPreconditionFailedException.class);
    }

    @Test
    void deletedEnrollmentIsNotFound() throws Exception {
        var client = EMULATOR.serviceClient();
        client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1"));
        client.deleteIndividualEnrollment("board-1");

        assertThatThrownBy(() -> client.getIndividualEnrollment("board-1"))
                .isInstanceOf(ProvisioningServiceClientNotFoundException.class)
                .hasMessageContaining("404201");
    }

    @Test
    void queryReadsEveryEnrollmentOnceOverAllPages() throws Exception {
        var client = EMULATOR.serviceClient();
        for (var i = 0; i < 7; i++) {
            client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-" + i), "board-" + i));
        }
        var query = client.createIndividualEnrollmentQuery(
                new QuerySpecificationBuilder("*", QuerySpecificationBuilder.FromType.ENROLLMENTS).createSqlQuery(), 3);

        List<String> ids = new ArrayList<>();
        List<Integer> pages = new ArrayList<>();
        while (query.hasNext()) {
            var items = query.next().getItems();
            pages.add(items.length);
            for (var item : items) {
                ids.add(((IndividualEnrollment) item).getRegistrationId());
            }
        }

        assertThat(pages).containsExactly(3, 3, 1);
        assertThat(ids)
                .containsExactlyInAnyOrder("board-0", "board-1", "board-2", "board-3", "board-4", "board-5", "board-6");
    }

    @Test
    void attestationMechanismShowsTheThumbprintOnly() throws Exception {
        var client = EMULATOR.serviceClient();
        var identity = TestIdentity.of("board-1");
        client.createOrUpdateIndividualEnrollment(disabled(identity, "board-1"));

        var mechanism = client.getIndividualEnrollmentAttestationMechanism("board-1");

        var attestation = (X509Attestation) mechanism.getAttestation();
        assertThat(attestation.getPrimaryX509CertificateInfo().getSha256Thumbprint())
                .isEqualTo(identity.thumbprint());
    }

    @Test
    void everyThirdCallRefusedInTurnWith429And503() throws Exception {
        EMULATOR.control("POST", "/faults", """
                {"operation":"putEnrollment","every":3,"action":{"type":"alternate","statuses":[429,503],"retryAfterSeconds":1}}""");
        var client = EMULATOR.serviceClient();
        List<String> outcomes = new ArrayList<>();
        for (var i = 0; i < 6; i++) {
            var enrollment = disabled(TestIdentity.of("board-" + i), "board-" + i);
            try {
                client.createOrUpdateIndividualEnrollment(enrollment);
                outcomes.add("stored");
            } catch (ProvisioningServiceClientTooManyRequestsException refused) {
                outcomes.add("429");
            } catch (ProvisioningServiceClientTransportException lost) {
                outcomes.add("lost");
            } catch (
                    com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException
                            trouble) {
                outcomes.add("5xx");
            }
        }

        assertThat(outcomes).containsExactly("stored", "stored", "429", "stored", "stored", "5xx");
        assertThat(EMULATOR.control("GET", "/faults", "").at("/0/fired").asInt())
                .isEqualTo(2);
        assertThat(EMULATOR.state("/summary").at("/enrollments/disabled").asInt())
                .isEqualTo(4);
    }

    @Test
    void droppedAfterTheEffectLosesTheAnswerOnly() {
        EMULATOR.control("POST", "/faults", """
                {"operation":"putEnrollment","action":{"type":"drop","when":"after"}}""");
        var client = EMULATOR.serviceClient();

        assertThatThrownBy(() ->
                        client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1")))
                .isInstanceOf(ProvisioningServiceClientTransportException.class);
        assertThat(EMULATOR.state("/enrollments/board-1").path("registrationId").asText())
                .isEqualTo("board-1");
    }

    @Test
    void droppedBeforeTheEffectStoresNothing() {
        EMULATOR.control("POST", "/faults", """
                {"operation":"putEnrollment","action":{"type":"drop","when":"before"}}""");
        var client = EMULATOR.serviceClient();

        assertThatThrownBy(() ->
                        client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1")))
                .isInstanceOf(ProvisioningServiceClientTransportException.class);
        assertThat(EMULATOR.controlAnswer("GET", "/state/enrollments/board-1", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void storedOtherwiseThanSentLooksRightInTheAnswerAndWrongInTheRead() throws Exception {
        EMULATOR.control("POST", "/faults", """
                {"operation":"putEnrollment","idPattern":"board-1","action":{"type":"store","provisioningStatus":"enabled"}}""");
        var client = EMULATOR.serviceClient();

        var answered = client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1"));
        var untouched = client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-2"), "board-2"));

        assertThat(answered.getProvisioningStatus()).isEqualTo(ProvisioningStatus.DISABLED);
        assertThat(client.getIndividualEnrollment("board-1").getProvisioningStatus())
                .isEqualTo(ProvisioningStatus.ENABLED);
        assertThat(client.getIndividualEnrollment("board-2").getProvisioningStatus())
                .isEqualTo(untouched.getProvisioningStatus())
                .isEqualTo(ProvisioningStatus.DISABLED);
    }

    @Test
    void callsOverTheQuotaAreTooManyRequests() throws Exception {
        EMULATOR.control("PUT", "/quota", """
                {"perMinute":2,"retryAfter":true}""");
        var client = EMULATOR.serviceClient();
        client.createOrUpdateIndividualEnrollment(disabled(TestIdentity.of("board-1"), "board-1"));
        client.getIndividualEnrollment("board-1");

        assertThatThrownBy(() -> client.getIndividualEnrollment("board-1"))
                .isInstanceOf(ProvisioningServiceClientTooManyRequestsException.class);

        EMULATOR.control("DELETE", "/quota", "");
        assertThat(client.getIndividualEnrollment("board-1").getRegistrationId())
                .isEqualTo("board-1");
    }
}
