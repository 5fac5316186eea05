package dev.caravan.emulator.dps.service;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.caravan.emulator.dps.access.Permission;
import dev.caravan.emulator.wire.http.Answer;

/**
 * One thing the service API can do.
 *
 * @param name what faults and history call it
 * @param permission what a caller's policy must allow
 * @param bulkIds the ids inside the body of a bulk operation
 * @param overtaking lets another writer change the etag of what has this id; does nothing where there is none to change
 */
record Operation(
        String name,
        Permission permission,
        Function<ServiceRequest, List<String>> bulkIds,
        Work work,
        Consumer<String> overtaking) {

    /** Does the work, or throws a {@link dev.caravan.emulator.dps.form.DpsError}. */
    interface Work {
        Answer run(ServiceRequest request);
    }

    /** An operation on one thing, or on none in particular. */
    static Operation of(String name, Permission permission, Work work) {
        return new Operation(name, permission, request -> List.of(), work, id -> {});
    }

    /** The same, on things that another writer may be quicker with. */
    Operation overtakenBy(Consumer<String> writer) {
        return new Operation(name, permission, bulkIds, work, writer);
    }
}
