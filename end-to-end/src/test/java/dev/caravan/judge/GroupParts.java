package dev.caravan.judge;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.DeviceRegistrationState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.EnrollmentGroup;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QuerySpecificationBuilder;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.SymmetricKeyAttestation;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;

import dev.caravan.judge.JavaJudge.Part;

/** The provisioning service client, with groups. */
final class GroupParts {

    private GroupParts() {}

    static void addTo(Map<String, Part> parts) {
        parts.put("enroll-group", GroupParts::enroll);
        parts.put("enroll-key-group", GroupParts::enrollByKey);
        parts.put("group-records", GroupParts::records);
    }

    private static ObjectNode enroll(Task task) throws Exception {
        var client = ServiceParts.client(task);
        var group =
                new EnrollmentGroup(task.id(), X509Attestation.createFromRootCertificates(task.given("certificate")));
        group.setProvisioningStatus(ProvisioningStatus.ENABLED);
        group.setAllocationPolicy(AllocationPolicy.STATIC);
        group.setIotHubs(List.of(task.given("hub")));
        client.createOrUpdateEnrollmentGroup(group);

        var read = client.getEnrollmentGroup(task.id());
        var attestation = (X509Attestation) read.getAttestation();
        return task.seen()
                .put("enrollmentGroupId", read.getEnrollmentGroupId())
                .put("provisioningStatus", read.getProvisioningStatus().name())
                .put("thumbprint", attestation.getPrimaryX509CertificateInfo().getSha256Thumbprint())
                .put("hub", read.getIotHubs().iterator().next());
    }

    private static ObjectNode enrollByKey(Task task) throws Exception {
        var client = ServiceParts.client(task);
        client.createOrUpdateEnrollmentGroup(new EnrollmentGroup(task.id(), new SymmetricKeyAttestation("", "")));

        var keys = (SymmetricKeyAttestation)
                client.getEnrollmentGroupAttestationMechanism(task.id()).getAttestation();
        return task.seen().put("primaryKey", keys.getPrimaryKey()).put("secondaryKey", keys.getSecondaryKey());
    }

    private static ObjectNode records(Task task) {
        var sql = new QuerySpecificationBuilder("*", QuerySpecificationBuilder.FromType.DEVICE_REGISTRATIONS)
                .createSqlQuery();
        var query = ServiceParts.client(task).createEnrollmentGroupRegistrationStateQuery(sql, task.id());
        var seen = task.seen();
        var ids = seen.putArray("ids");
        while (query.hasNext()) {
            for (var item : query.next().getItems()) {
                ids.add(((DeviceRegistrationState) item).getRegistrationId());
            }
        }
        return seen;
    }
}
