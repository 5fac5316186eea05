package dev.caravan.emulator.fault;

import java.time.Instant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.Transport;

/**
 * One call in the history.
 *
 * @param number counts from 1 since the start or the last reset
 * @param millis when its outcome was known
 * @param bulkIds the ids of a bulk call, one a line: a tenth of the memory of a list; null for any other
 * @param status as HTTP has it; 0 when nothing was done
 * @param fault the faults that had a hand in it, or {@code quota}
 */
public record Entry(
        long number,
        long millis,
        Attempt.Plane plane,
        Transport transport,
        String operation,
        @Nullable String id,
        @Nullable String bulkIds,
        String method,
        String path,
        @Nullable String principal,
        @Nullable String hub,
        int status,
        @Nullable String fault) {

    static Entry of(
            long number, long millis, Attempt attempt, Transport transport, int status, @Nullable String fault) {
        return new Entry(
                number,
                millis,
                attempt.plane(),
                transport,
                attempt.operation(),
                attempt.id(),
                attempt.bulkIds().isEmpty() ? null : String.join("\n", attempt.bulkIds()),
                attempt.method(),
                attempt.path(),
                attempt.principal(),
                attempt.hub(),
                status,
                fault);
    }

    /** Whether it was about this id, alone or among others; letter case does not matter, as in DPS. */
    public boolean concerns(String wanted) {
        return wanted.equalsIgnoreCase(id)
                || (bulkIds != null && bulkIds.lines().anyMatch(wanted::equalsIgnoreCase));
    }

    ObjectNode show() {
        var shown = Json.object()
                .put("number", number)
                .put("time", Instant.ofEpochMilli(millis).toString())
                .put("plane", plane.text())
                .put("transport", transport.text())
                .put("operation", operation)
                .put("id", id)
                .put("items", bulkIds == null ? 1 : bulkIds.lines().count())
                .put("method", method)
                .put("path", path)
                .put("principal", principal)
                .put("hub", hub)
                .put("status", status)
                .put("fault", fault);
        if (bulkIds != null) {
            var ids = shown.putArray("ids");
            bulkIds.lines().forEach(ids::add);
        }
        return shown;
    }
}
