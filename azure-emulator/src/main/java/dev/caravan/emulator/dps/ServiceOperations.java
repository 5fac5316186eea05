package dev.caravan.emulator.dps;

import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Routes;

/** The operations of the service API, behind the checks that all of them share. */
final class ServiceOperations {

    private final EnrollmentStore store;
    private final RegistrationStore registrations;
    private final Enrollments enrollments;
    private final Bulk bulk;
    private final EnrollmentQuery query;

    ServiceOperations(EnrollmentStore store, RegistrationStore registrations, Enrollments enrollments) {
        this.store = store;
        this.registrations = registrations;
        this.enrollments = enrollments;
        this.bulk = new Bulk(enrollments);
        this.query = new EnrollmentQuery(store);
    }

    /** Does the work of one operation, or throws a {@link DpsError}. */
    interface Work {
        Answer run(ServiceRequest request);
    }

    /** An operation under the name that faults and history know. */
    record Operation(String name, Work work) {}

    Routes<Operation> routes() {
        return new Routes<Operation>()
                .add("POST", "/enrollments", new Operation("bulkEnrollments", this::bulk))
                .add("POST", "/enrollments/query", new Operation("queryEnrollments", this::query))
                .add("PUT", "/enrollments/{id}", new Operation("putEnrollment", this::put))
                .add("GET", "/enrollments/{id}", new Operation("getEnrollment", this::get))
                .add("DELETE", "/enrollments/{id}", new Operation("deleteEnrollment", this::delete))
                .add(
                        "POST",
                        "/enrollments/{id}/attestationmechanism",
                        new Operation("attestationMechanism", this::attestationMechanism))
                .add("GET", "/registrations/{id}", new Operation("getRegistration", this::getRegistration))
                .add("DELETE", "/registrations/{id}", new Operation("deleteRegistration", this::deleteRegistration));
    }

    private Answer bulk(ServiceRequest request) {
        return Answer.json(200, bulk.run(request.body(), request.tampering()));
    }

    private Answer query(ServiceRequest request) {
        return query.run(
                request.body(),
                request.call().header("x-ms-max-item-count"),
                request.call().header("x-ms-continuation"));
    }

    private Answer put(ServiceRequest request) {
        var body = request.body();
        if (!body.path("registrationId").asText().equalsIgnoreCase(request.id())) {
            throw DpsError.invalid("The registrationId of the body must be that of the path.");
        }
        Tampering tampering = request.tampering();
        var written = enrollments.write(
                body.path("registrationId").asText(), body, request.condition(), Enrollments.Rule.PUT, tampering);
        return Answer.json(200, written.show(null));
    }

    private Answer get(ServiceRequest request) {
        var enrollment = find(request.id());
        return Answer.json(200, enrollment.show(registrations.stateOf(enrollment.registrationId())));
    }

    private Answer delete(ServiceRequest request) {
        enrollments.delete(request.id(), request.condition());
        return Answer.empty(204);
    }

    /** For X.509 it shows no more than a read does (inferred). */
    private Answer attestationMechanism(ServiceRequest request) {
        return Answer.json(200, find(request.id()).attestation().show());
    }

    private Answer getRegistration(ServiceRequest request) {
        return Answer.json(
                200,
                registrations
                        .find(request.id())
                        .orElseThrow(DpsError::noRegistration)
                        .show());
    }

    private Answer deleteRegistration(ServiceRequest request) {
        registrations.delete(request.id(), request.condition());
        return Answer.empty(204);
    }

    private Enrollment find(String id) {
        return store.find(id).orElseThrow(DpsError::noEnrollment);
    }
}
