package dev.caravan.emulator.dps.registration;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.enrollment.Attestation;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.json.Json;

/**
 * Register, poll and lookup. The assignment is made at once; the device is told {@code assigning} all the same and
 * finds the result at its first poll (the order of answers is documented, the time it takes is not).
 */
public final class Registrar {

    /** The value of the documented examples is 3; the Java SDK takes anything from 2 to 5. */
    private static final int RETRY_AFTER_SECONDS = 2;

    private final String idScope;
    private final EnrollmentStore enrollments;
    private final RegistrationStore registrations;
    private final Assignment assignment;
    private final Stamps stamps;

    /** Over these stores; only its own scope is admitted. */
    public Registrar(
            String idScope,
            EnrollmentStore enrollments,
            RegistrationStore registrations,
            Assignment assignment,
            Stamps stamps) {
        this.idScope = idScope;
        this.enrollments = enrollments;
        this.registrations = registrations;
        this.assignment = assignment;
        this.stamps = stamps;
    }

    /** A disabled enrollment is an answer of 200, and is written down (seen). */
    public DeviceAnswer register(Claim claim, Optional<ObjectNode> body) {
        checkBody(claim, body);
        var written = registrations.write(claim.registrationId(), before -> {
            var enrollment = admit(claim);
            return enrollment.enabled()
                    ? assignment.assign(enrollment, before, claim.thumbprint(stamps.now()))
                    : assignment.refuse(enrollment, before);
        });
        if (written.status().equals("disabled")) {
            return DeviceAnswer.last(operation(written, ""));
        }
        var answer = Json.object().put("operationId", written.operationId()).put("status", "assigning");
        return new DeviceAnswer(202, answer, RETRY_AFTER_SECONDS);
    }

    /** Only the operation of the last registration is known; another id is not found (inferred). */
    public DeviceAnswer poll(Claim claim, String operationId) {
        admit(claim);
        var registration = registrations
                .find(claim.registrationId())
                .filter(found -> found.operationId().equals(operationId))
                .orElseThrow(DpsError::noRegistration);
        return DeviceAnswer.last(operation(registration, operationId));
    }

    /** The bare state, without an operation (documented). */
    public DeviceAnswer lookup(Claim claim, Optional<ObjectNode> body) {
        checkBody(claim, body);
        admit(claim);
        return DeviceAnswer.last(
                state(registrations.find(claim.registrationId()).orElseThrow(DpsError::noRegistration)));
    }

    /** Unknown device, wrong certificate and wrong scope look alike: 401 and 401002 (seen; the scope: inferred). */
    private Enrollment admit(Claim claim) {
        var thumbprint = claim.thumbprint(stamps.now());
        return enrollments
                .find(claim.registrationId())
                .filter(enrollment -> idScope.equals(claim.idScope()))
                .filter(enrollment -> admits(enrollment.attestation(), thumbprint))
                .orElseThrow(Claim::invalid);
    }

    private static boolean admits(Attestation attestation, String thumbprint) {
        return attestation instanceof Attestation.ClientCertificates certificates && certificates.contains(thumbprint);
    }

    private static void checkBody(Claim claim, Optional<ObjectNode> body) {
        var named = body.map(sent -> sent.path("registrationId").asText(""));
        if (named.filter(id -> id.equalsIgnoreCase(claim.registrationId())).isEmpty()) {
            throw DpsError.invalid("The body must be a JSON object with the registrationId of the path.");
        }
    }

    private static ObjectNode operation(Registration registration, String operationId) {
        var answer = Json.object().put("operationId", operationId).put("status", registration.status());
        answer.set("registrationState", state(registration));
        return answer;
    }

    /** The empty {@code x509} is what the service sends, and the Java SDK cannot read a partly filled one (seen). */
    private static ObjectNode state(Registration registration) {
        var state = Json.object();
        state.set("x509", Json.object());
        state.setAll(registration.show());
        return state;
    }
}
