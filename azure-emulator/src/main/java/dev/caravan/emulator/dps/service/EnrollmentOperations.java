package dev.caravan.emulator.dps.service;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.access.Permission;
import dev.caravan.emulator.dps.enrollment.Attestation.Keys;
import dev.caravan.emulator.dps.enrollment.Bulk;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.EnrollmentQuery;
import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.enrollment.Enrollments;
import dev.caravan.emulator.dps.enrollment.Kind;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Routes;

/** The operations on enrollments of one kind; both kinds have the same ones, under other paths. */
public final class EnrollmentOperations {

    private final EnrollmentStore store;
    private final Enrollments enrollments;
    private final Kind kind;
    private final Bulk bulk;
    private final EnrollmentQuery query;
    private final Function<Enrollment, ObjectNode> read;

    /** How an enrollment is shown to who reads it alone is left to the caller. */
    public EnrollmentOperations(EnrollmentStore store, Enrollments enrollments, Function<Enrollment, ObjectNode> read) {
        this.store = store;
        this.enrollments = enrollments;
        this.kind = store.kind();
        this.bulk = new Bulk(enrollments);
        this.query = new EnrollmentQuery(store);
        this.read = read;
    }

    void addTo(Routes<Operation> routes) {
        var all = "/" + kind.plural();
        var one = all + "/{id}";
        var individual = kind == Kind.INDIVIDUAL;
        var name = individual ? "Enrollment" : "EnrollmentGroup";
        var write = Permission.ENROLLMENT_WRITE;
        var look = Permission.ENROLLMENT_READ;
        routes.add(
                        "POST",
                        all,
                        new Operation("bulk" + name + "s", write, this::bulkIds, this::bulk, enrollments::overtake))
                .add("POST", all + "/query", Operation.of("query" + name + "s", look, this::query))
                .add("PUT", one, Operation.of("put" + name, write, this::put).overtakenBy(enrollments::overtake))
                .add("GET", one, Operation.of("get" + name, look, this::get).overtakenBy(enrollments::overtake))
                .add(
                        "DELETE",
                        one,
                        Operation.of("delete" + name, write, this::delete).overtakenBy(enrollments::overtake))
                .add(
                        "POST",
                        one + "/attestationmechanism",
                        Operation.of(
                                individual ? "attestationMechanism" : "groupAttestationMechanism",
                                write,
                                this::attestationMechanism));
    }

    private List<String> bulkIds(ServiceRequest request) {
        return request.json().map(bulk::idsIn).orElse(List.of());
    }

    private Answer bulk(ServiceRequest request) {
        return Answer.json(200, bulk.run(request.body(), request.tampering()));
    }

    private Answer query(ServiceRequest request) {
        return query.run(request.body(), request.page());
    }

    private Answer put(ServiceRequest request) {
        var body = request.body();
        var id = body.path(kind.idField()).asText();
        if (!id.equalsIgnoreCase(request.id())) {
            throw DpsError.invalid("The " + kind.idField() + " of the body must be that of the path.");
        }
        var written = enrollments.write(id, body, request.condition(), Enrollments.Rule.PUT, request.tampering());
        return Answer.json(200, written.show(Keys.SHOWN, null));
    }

    private Answer get(ServiceRequest request) {
        return Answer.json(200, read.apply(store.get(request.id())));
    }

    private Answer delete(ServiceRequest request) {
        enrollments.delete(request.id(), request.condition());
        return Answer.empty(204);
    }

    /** Symmetric keys are only read here; for X.509 it shows no more than a read does (inferred). */
    private Answer attestationMechanism(ServiceRequest request) {
        return Answer.json(200, store.get(request.id()).attestation().show(Keys.SHOWN));
    }
}
