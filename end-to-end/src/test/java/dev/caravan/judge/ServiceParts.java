package dev.caravan.judge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.provisioning.service.ProvisioningServiceClient;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkOperationMode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QuerySpecificationBuilder;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.SymmetricKeyAttestation;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientBadUsageException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientNotFoundException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientPreconditionFailedException;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientUnathorizedException;

import dev.caravan.judge.JavaJudge.Part;

/** The provisioning service client. */
final class ServiceParts {

    private ServiceParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("enroll-individual", ServiceParts::enroll);
        parts.put("enroll-symmetric-key", ServiceParts::enrollSymmetricKey);
        parts.put("bulk-of-ten", ServiceParts::bulk);
        parts.put("query-250", ServiceParts::query);
        parts.put("update-right-etag", ServiceParts::updateRight);
        parts.put("update-stale-etag", ServiceParts::updateStale);
        parts.put("update-no-etag", ServiceParts::updateWithout);
        parts.put("delete-individual", ServiceParts::delete);
        parts.put("registration-record", ServiceParts::record);
        parts.put("wrong-policy-key", ServiceParts::wrongKey);
    }

    static ProvisioningServiceClient client(Task task) {
        return new ProvisioningServiceClient(task.given("dpsConnectionString"));
    }

    private static IndividualEnrollment disabled(String id, String certificate) {
        var enrollment = new IndividualEnrollment(id, X509Attestation.createFromClientCertificates(certificate));
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        return enrollment;
    }

    private static ObjectNode enroll(Task task) throws Exception {
        var enrollment = disabled(task.id(), task.given("certificate"));
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(task.given("hub")));
        var tags = new TwinCollection();
        tags.put("site", "A");
        var desired = new TwinCollection();
        desired.put("interval", 30);
        enrollment.setInitialTwin(new TwinState(tags, desired));
        client(task).createOrUpdateIndividualEnrollment(enrollment);

        var read = client(task).getIndividualEnrollment(task.id());
        var attestation = (X509Attestation) read.getAttestation();
        return task.seen()
                .put("registrationId", read.getRegistrationId())
                .put("provisioningStatus", read.getProvisioningStatus().name())
                .put("thumbprint", attestation.getPrimaryX509CertificateInfo().getSha256Thumbprint())
                .put("hub", read.getIotHubs().iterator().next())
                .put("site", String.valueOf(read.getInitialTwin().getTags().get("site")))
                .put(
                        "interval",
                        ((Number) read.getInitialTwin().getDesiredProperties().get("interval")).intValue());
    }

    private static ObjectNode enrollSymmetricKey(Task task) throws Exception {
        var enrollment = new IndividualEnrollment(task.id(), new SymmetricKeyAttestation("", ""));
        client(task).createOrUpdateIndividualEnrollment(enrollment);

        var mechanism = client(task).getIndividualEnrollmentAttestationMechanism(task.id());
        var keys = (SymmetricKeyAttestation) mechanism.getAttestation();
        return task.seen().put("primaryKey", keys.getPrimaryKey()).put("secondaryKey", keys.getSecondaryKey());
    }

    private static ObjectNode bulk(Task task) throws Exception {
        List<IndividualEnrollment> enrollments = new ArrayList<>();
        task.given()
                .path("boards")
                .forEach(board -> enrollments.add(disabled(
                        board.path("id").asText(), board.path("certificate").asText())));

        var result = client(task).runBulkEnrollmentOperation(BulkOperationMode.CREATE, enrollments);

        var seen = task.seen().put("successful", result.getSuccessful());
        var errors = seen.putArray("errors");
        result.getErrors().forEach(error -> errors.addObject().put("id", error.getRegistrationId()));
        return seen;
    }

    private static ObjectNode query(Task task) throws Exception {
        var sql = new QuerySpecificationBuilder("*", QuerySpecificationBuilder.FromType.ENROLLMENTS).createSqlQuery();
        var query = client(task)
                .createIndividualEnrollmentQuery(
                        sql, task.given().path("pageSize").asInt());
        var own = new HashSet<String>();
        var repeated = 0;
        var pages = 0;
        var largest = 0;
        while (query.hasNext()) {
            var items = query.next().getItems();
            pages++;
            largest = Math.max(largest, items.length);
            for (var item : items) {
                var id = ((IndividualEnrollment) item).getRegistrationId();
                if (id.startsWith(task.id()) && !own.add(id)) {
                    repeated++;
                }
            }
        }
        return task.seen()
                .put("own", own.size())
                .put("repeated", repeated)
                .put("pages", pages)
                .put("largest", largest);
    }

    private static ObjectNode updateRight(Task task) throws Exception {
        var read = client(task).getIndividualEnrollment(task.id());
        read.setProvisioningStatus(ProvisioningStatus.DISABLED);
        return write(task, read);
    }

    private static ObjectNode updateStale(Task task) throws Exception {
        var first = client(task).getIndividualEnrollment(task.id());
        var second = client(task).getIndividualEnrollment(task.id());
        client(task).createOrUpdateIndividualEnrollment(first);
        second.setProvisioningStatus(ProvisioningStatus.DISABLED);
        return write(task, second);
    }

    private static ObjectNode updateWithout(Task task) throws Exception {
        return write(task, disabled(task.id(), task.given("certificate")));
    }

    private static ObjectNode write(Task task, IndividualEnrollment enrollment)
            throws ProvisioningServiceClientException {
        return attempt(task, () -> client(task).createOrUpdateIndividualEnrollment(enrollment), "updated");
    }

    private static ObjectNode delete(Task task) throws Exception {
        client(task).deleteIndividualEnrollment(task.id());
        return attempt(task, () -> client(task).getIndividualEnrollment(task.id()), "found");
    }

    private static ObjectNode record(Task task) throws Exception {
        var record = client(task).getDeviceRegistrationState(task.id());
        client(task).deleteDeviceRegistrationState(task.id());
        return attempt(task, () -> client(task).getDeviceRegistrationState(task.id()), "found")
                .put("status", record.getStatus().name())
                .put("hub", record.getAssignedHub())
                .put("deviceId", record.getDeviceId());
    }

    private static ObjectNode wrongKey(Task task) throws Exception {
        return attempt(task, () -> client(task).deleteIndividualEnrollment(task.id()), "deleted");
    }

    interface Call {
        void run() throws ProvisioningServiceClientException;
    }

    /** The words of the scenarios for the exceptions of the SDK. */
    static ObjectNode attempt(Task task, Call call, String success) throws ProvisioningServiceClientException {
        try {
            call.run();
            return task.outcome(success);
        } catch (ProvisioningServiceClientPreconditionFailedException refused) {
            return task.outcome("precondition-failed");
        } catch (ProvisioningServiceClientNotFoundException refused) {
            return task.outcome("not-found");
        } catch (ProvisioningServiceClientUnathorizedException refused) {
            return task.outcome("unauthorized");
        } catch (ProvisioningServiceClientBadUsageException refused) {
            if (!String.valueOf(refused.getMessage()).contains("409201")) {
                throw refused;
            }
            return task.outcome("conflict");
        }
    }
}
