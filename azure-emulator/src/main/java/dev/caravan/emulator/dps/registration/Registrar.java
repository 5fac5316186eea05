package dev.caravan.emulator.dps.registration;

import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.admission.EnrollmentMatch;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.json.Json;

/**
 * Register, poll and lookup. Unless a webhook is asked, the assignment is made at once; the device is told
 * {@code assigning} all the same and finds the result at its first poll (the order of answers is documented, the time it
 * takes is not).
 */
public final class Registrar {

    private final EnrollmentMatch enrollments;
    private final RegistrationStore registrations;
    private final Assignment assignment;
    private final Set<String> apiVersions;
    private final int retryAfterSeconds;

    /** Over these enrollments and records; devices are told to ask again after so many seconds. */
    public Registrar(
            EnrollmentMatch enrollments,
            RegistrationStore registrations,
            Assignment assignment,
            Set<String> apiVersions,
            int retryAfterSeconds) {
        this.enrollments = enrollments;
        this.registrations = registrations;
        this.assignment = assignment;
        this.apiVersions = apiVersions;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Those that devices may use. */
    public Set<String> apiVersions() {
        return apiVersions;
    }

    /** A disabled enrollment is an answer of 200, and is written down (seen). */
    public DeviceAnswer register(Claim claim, Optional<ObjectNode> body) {
        var request = Request.of(claim, body);
        if (claim.isBare() && request.namesTpm()) {
            throw enrollments.ofTpm(claim);
        }
        var begun = assignment.begin(new Applicant(claim, enrollments.admit(claim), request));
        return begun.outcome() instanceof Outcome.Disabled
                ? DeviceAnswer.last(operation(claim, begun, ""))
                : assigning(
                        Json.object().put("operationId", begun.operationId()).put("status", "assigning"));
    }

    /** Only the operation of the last registration is known; another id is not found (inferred). */
    public DeviceAnswer poll(Claim claim, String operationId) {
        enrollments.admit(claim);
        var registration = registrations
                .find(claim.registrationId())
                .filter(found -> found.operationId().equals(operationId))
                .orElseThrow(DpsError::noRegistration);
        var answer = operation(claim, registration, operationId);
        return registration.isOpen() ? assigning(answer) : DeviceAnswer.last(answer);
    }

    private DeviceAnswer assigning(ObjectNode body) {
        return new DeviceAnswer(202, body, retryAfterSeconds);
    }

    /** The bare state, without an operation (documented). */
    public DeviceAnswer lookup(Claim claim, Optional<ObjectNode> body) {
        Request.of(claim, body).checkLookup();
        enrollments.admit(claim);
        return DeviceAnswer.last(
                state(claim, registrations.find(claim.registrationId()).orElseThrow(DpsError::noRegistration)));
    }

    private static ObjectNode operation(Claim claim, Registration registration, String operationId) {
        var answer = Json.object()
                .put("operationId", operationId)
                .put("status", registration.outcome().status());
        var state = state(claim, registration);
        if (registration.outcome() instanceof Outcome.Assigned assigned
                && !assigned.issued().isEmpty()) {
            state.set("issuedCertificateChain", Json.of(assigned.issued()));
        }
        answer.set("registrationState", state);
        return answer;
    }

    /**
     * The empty {@code x509} is what the service sends, and the Java SDK cannot read a partly filled one (seen). Before
     * the end there is no more than the status (seen in the SDK for C).
     */
    private static ObjectNode state(Claim claim, Registration registration) {
        if (registration.isOpen()) {
            return Json.object()
                    .put("registrationId", registration.registrationId())
                    .put("status", registration.outcome().status());
        }
        var state = Json.object();
        if (claim.token() == null) {
            state.set("x509", Json.object());
        }
        state.setAll(registration.show());
        return state;
    }
}
