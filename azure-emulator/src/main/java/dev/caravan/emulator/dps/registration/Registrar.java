package dev.caravan.emulator.dps.registration;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.admission.EnrollmentMatch;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.json.Json;

/**
 * Register, poll and lookup. The assignment is made at once; the device is told {@code assigning} all the same and
 * finds the result at its first poll (the order of answers is documented, the time it takes is not).
 */
public final class Registrar {

    /** The value of the documented examples is 3; the Java SDK takes anything from 2 to 5. */
    private static final int RETRY_AFTER_SECONDS = 2;

    private final EnrollmentMatch enrollments;
    private final RegistrationStore registrations;
    private final Assignment assignment;

    /** Over these enrollments and records. */
    public Registrar(EnrollmentMatch enrollments, RegistrationStore registrations, Assignment assignment) {
        this.enrollments = enrollments;
        this.registrations = registrations;
        this.assignment = assignment;
    }

    /** A disabled enrollment is an answer of 200, and is written down (seen). */
    public DeviceAnswer register(Claim claim, Optional<ObjectNode> body) {
        var request = Request.of(claim, body);
        if (claim.isBare() && request.namesTpm()) {
            throw enrollments.ofTpm(claim);
        }
        var written = registrations.write(claim.registrationId(), before -> {
            var admitted = enrollments.admit(claim);
            return admitted.enrollment().enabled()
                    ? assignment.assign(admitted, before)
                    : assignment.refuse(admitted, before);
        });
        if (written.status().equals("disabled")) {
            return DeviceAnswer.last(operation(claim, written, ""));
        }
        var answer = Json.object().put("operationId", written.operationId()).put("status", "assigning");
        return new DeviceAnswer(202, answer, RETRY_AFTER_SECONDS);
    }

    /** Only the operation of the last registration is known; another id is not found (inferred). */
    public DeviceAnswer poll(Claim claim, String operationId) {
        enrollments.admit(claim);
        var registration = registrations
                .find(claim.registrationId())
                .filter(found -> found.operationId().equals(operationId))
                .orElseThrow(DpsError::noRegistration);
        return DeviceAnswer.last(operation(claim, registration, operationId));
    }

    /** The bare state, without an operation (documented). */
    public DeviceAnswer lookup(Claim claim, Optional<ObjectNode> body) {
        Request.of(claim, body);
        enrollments.admit(claim);
        return DeviceAnswer.last(
                state(claim, registrations.find(claim.registrationId()).orElseThrow(DpsError::noRegistration)));
    }

    private static ObjectNode operation(Claim claim, Registration registration, String operationId) {
        var answer = Json.object().put("operationId", operationId).put("status", registration.status());
        answer.set("registrationState", state(claim, registration));
        return answer;
    }

    /** The empty {@code x509} is what the service sends, and the Java SDK cannot read a partly filled one (seen). */
    private static ObjectNode state(Claim claim, Registration registration) {
        var state = Json.object();
        if (claim.token() == null) {
            state.set("x509", Json.object());
        }
        state.setAll(registration.show());
        return state;
    }
}
