package dev.caravan.emulator.dps.service;

import dev.caravan.emulator.dps.access.Permission;
import dev.caravan.emulator.dps.paging.QueryText;
import dev.caravan.emulator.dps.registration.RegistrationStore;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Routes;

/** The operations on the records of registrations. */
public final class RegistrationOperations {

    private static final QueryText QUERY = QueryText.of("\\w+");

    private final RegistrationStore store;

    /** Over all records. */
    public RegistrationOperations(RegistrationStore store) {
        this.store = store;
    }

    void addTo(Routes<Operation> routes) {
        var look = Permission.REGISTRATION_STATUS_READ;
        routes.add("GET", "/registrations/{id}", Operation.of("getRegistration", look, this::get))
                .add(
                        "DELETE",
                        "/registrations/{id}",
                        Operation.of("deleteRegistration", Permission.REGISTRATION_STATUS_WRITE, this::delete))
                .add("POST", "/registrations/{id}/query", Operation.of("queryRegistrations", look, this::query));
    }

    private Answer get(ServiceRequest request) {
        return Answer.json(200, store.get(request.id()).show());
    }

    private Answer delete(ServiceRequest request) {
        store.delete(request.id(), request.condition());
        return Answer.empty(204);
    }

    /** Without a body everything is meant: some SDKs send none, others a query over whatever table (seen). */
    private Answer query(ServiceRequest request) {
        if (request.call().body().length > 0) {
            QUERY.check(request.body());
        }
        return store.query(request.id(), request.page());
    }
}
