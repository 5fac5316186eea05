package dev.caravan.enrollment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.AllocationPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkEnrollmentOperationError;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.BulkEnrollmentOperationResult;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.DeviceRegistrationState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.EnrollmentStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.IndividualEnrollment;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ProvisioningStatus;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.QueryResult;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.ReprovisionPolicy;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinCollection;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.TwinState;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509Attestation;
import com.microsoft.azure.sdk.iot.provisioning.service.configs.X509CertificateInfo;
import com.microsoft.azure.sdk.iot.provisioning.service.exceptions.ProvisioningServiceClientException;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps.ItemRefusal;

/** Between our nouns and the SDK's enrollment. */
final class EnrollmentForm {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private EnrollmentForm() {}

    static IndividualEnrollment disabled(Board board) {
        var enrollment = attested(board);
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        return enrollment;
    }

    /** Reads return certificates only as {@code info}, so the leaf always comes from the ledger. */
    static IndividualEnrollment enabled(Board board, Activation activation, String etag) {
        var enrollment = attested(board);
        enrollment.setProvisioningStatus(ProvisioningStatus.ENABLED);
        enrollment.setAllocationPolicy(AllocationPolicy.STATIC);
        enrollment.setIotHubs(List.of(activation.iotHub()));
        enrollment.setInitialTwin(new TwinState(twin(activation.tags()), twin(activation.desired())));
        enrollment.setReprovisionPolicy(keepTwinOnMove());
        enrollment.setEtag(etag);
        return enrollment;
    }

    static IndividualEnrollment closed(Board board, String etag) {
        var activation = board.activation();
        var enrollment = activation == null ? disabled(board) : enabled(board, activation, etag);
        enrollment.setProvisioningStatus(ProvisioningStatus.DISABLED);
        enrollment.setEtag(etag);
        return enrollment;
    }

    private static IndividualEnrollment attested(Board board) {
        var id = board.guid().value();
        var second = board.second();
        var attestation = second == null
                ? X509Attestation.createFromClientCertificates(board.requireCertificate())
                : X509Attestation.createFromClientCertificates(board.requireCertificate(), second.certificate());
        var enrollment = new IndividualEnrollment(id, attestation);
        enrollment.setDeviceId(id);
        return enrollment;
    }

    private static ReprovisionPolicy keepTwinOnMove() {
        var policy = new ReprovisionPolicy();
        policy.setUpdateHubAssignment(true);
        policy.setMigrateDeviceData(true);
        return policy;
    }

    private static TwinCollection twin(ObjectNode values) {
        return new TwinCollection(JSON.convertValue(values, OBJECT));
    }

    static StoredEnrollment read(IndividualEnrollment enrollment) {
        var twin = enrollment.getInitialTwin();
        var hubs = enrollment.getIotHubs();
        return new StoredEnrollment(
                enrollment.getProvisioningStatus() != ProvisioningStatus.DISABLED,
                thumbprint(enrollment, X509Attestation::getPrimaryX509CertificateInfo),
                thumbprint(enrollment, X509Attestation::getSecondaryX509CertificateInfo),
                enrollment.getEtag(),
                hubs == null ? List.of() : List.copyOf(hubs),
                enrollment.getAllocationPolicy() == AllocationPolicy.STATIC,
                object(twin == null ? null : twin.getTags()),
                object(twin == null ? null : twin.getDesiredProperties()),
                assignedHub(enrollment.getDeviceRegistrationState()));
    }

    /**
     * The client has no object for an enrollment whose attestation it does not know. There is one all the same, and it is
     * none of ours; whether it is enabled is not known, so it counts as that.
     *
     * @throws IllegalArgumentException the client's own, if it means anything else
     */
    static StoredEnrollment ofAnotherKind(IllegalArgumentException strange) {
        if (!(strange.getCause() instanceof ProvisioningServiceClientException)) {
            throw strange;
        }
        return new StoredEnrollment(true, null, "", List.of(), false, object(null), object(null), null);
    }

    static EnrollmentPage page(QueryResult result) {
        var entries = new ArrayList<EnrollmentPage.Entry>();
        for (var item : result.getItems()) {
            var enrollment = (IndividualEnrollment) item;
            entries.add(new EnrollmentPage.Entry(enrollment.getRegistrationId(), read(enrollment)));
        }
        return new EnrollmentPage(List.copyOf(entries), result.getContinuationToken());
    }

    /**
     * The items that a bulk answer does not accept. The answer may leave the list out when there are none.
     *
     * @throws DpsException.UnknownOutcome if the answer says that something failed, but not what
     */
    static Map<BoardGuid, ItemRefusal> refusals(BulkEnrollmentOperationResult answer) {
        var errors = errors(answer);
        if (errors.isEmpty() && !Boolean.TRUE.equals(answer.getSuccessful())) {
            throw new DpsException.UnknownOutcome(
                    "DPS says that a bulk call failed, but not for which boards",
                    new IllegalStateException("isSuccessful is false and errors is empty"));
        }
        return errors.stream()
                .collect(Collectors.toMap(
                        error -> new BoardGuid(error.getRegistrationId()),
                        error -> new ItemRefusal(error.getErrorCode(), error.getErrorStatus()),
                        (one, other) -> one));
    }

    /** The client fails when the list is absent, and has no way to ask. */
    private static List<BulkEnrollmentOperationError> errors(BulkEnrollmentOperationResult answer) {
        try {
            return answer.getErrors();
        } catch (NullPointerException absent) {
            return List.of();
        }
    }

    private interface Slot {
        @Nullable
        X509CertificateInfo of(X509Attestation attestation) throws ProvisioningServiceClientException;
    }

    /** Null also for an attestation that the client does not know, or cannot read: it is none of ours. */
    private static @Nullable String thumbprint(IndividualEnrollment enrollment, Slot slot) {
        try {
            if (!(enrollment.getAttestation() instanceof X509Attestation attestation)
                    || attestation.getClientCertificates() == null) {
                return null;
            }
            X509CertificateInfo info = slot.of(attestation);
            return info == null ? null : info.getSha256Thumbprint();
        } catch (ProvisioningServiceClientException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static @Nullable String assignedHub(@Nullable DeviceRegistrationState state) {
        return state != null && state.getStatus() == EnrollmentStatus.ASSIGNED ? state.getAssignedHub() : null;
    }

    static Registration registration(DeviceRegistrationState state) {
        if (state.getStatus() == EnrollmentStatus.FAILED) {
            return new Registration.Failed("DPS says " + state.getErrorCode() + ": " + state.getErrorMessage());
        }
        var hub = assignedHub(state);
        return hub == null ? new Registration.NotYet() : new Registration.Assigned(hub, since(state));
    }

    private static @Nullable Instant since(DeviceRegistrationState state) {
        var created = state.getCreatedDateTimeUtc();
        return created == null ? null : created.toInstant();
    }

    private static ObjectNode object(@Nullable TwinCollection values) {
        if (values == null) {
            return JSON.createObjectNode();
        }
        try {
            return (ObjectNode) JSON.readTree(values.toJsonElement().toString());
        } catch (JsonProcessingException | ClassCastException unreadable) {
            throw new IllegalStateException("DPS sent a twin that is no JSON object", unreadable);
        }
    }
}
