package dev.caravan.emulator.hub.backend;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Exchange;

/**
 * One thing a back end can do.
 *
 * @param name what faults, quotas and history call it
 * @param bulkIds the ids inside the body of a bulk operation
 * @param overtaking lets another back end change the etag of what has this id; does nothing where there is none to change
 */
record Operation(
        String name,
        Permission permission,
        Function<Request, List<String>> bulkIds,
        Work work,
        BiConsumer<Registry, String> overtaking) {

    /** A refusal is a {@link dev.caravan.emulator.hub.HubError}; an answer may be sent later, on any thread. */
    interface Work {
        Errand.Reply run(Request request, Exchange exchange);
    }

    /** Answers at once. */
    static Operation of(String name, Permission permission, Function<Request, Answer> work) {
        return new Operation(
                name,
                permission,
                request -> List.of(),
                (request, exchange) -> BackEndSite.reply(exchange, work.apply(request)),
                (registry, id) -> {});
    }

    Operation onMany(Function<Request, List<String>> ids) {
        return new Operation(name, permission, ids, work, overtaking);
    }

    /** The same, on things that another back end may be quicker with. */
    Operation overtakenBy(BiConsumer<Registry, String> writer) {
        return new Operation(name, permission, bulkIds, work, writer);
    }
}
