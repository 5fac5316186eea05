package dev.caravan.emulator.fault;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/** The last 100,000 calls, each written down when its outcome was known. Safe for all threads. */
public final class History {

    private static final int KEPT = 100_000;

    private record Entry(
            long number,
            String time,
            Attempt attempt,
            int status,
            @Nullable String fault) {

        ObjectNode show() {
            return Json.object()
                    .put("number", number)
                    .put("time", time)
                    .put("plane", attempt.plane().name().toLowerCase(Locale.ROOT))
                    .put("operation", attempt.operation())
                    .put("id", attempt.id())
                    .put("items", attempt.items())
                    .put("method", attempt.method())
                    .put("path", attempt.path())
                    .put("principal", attempt.principal())
                    .put("status", status)
                    .put("fault", fault);
        }
    }

    private final Clock clock;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long count;

    /** Empty at first. */
    public History(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(Attempt attempt, int status, @Nullable String fault) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(++count, clock.instant().toString(), attempt, status, fault));
    }

    /** Oldest first; with a limit, the newest so many. */
    public synchronized ArrayNode show(Optional<String> operation, int limit) {
        var chosen = entries.stream()
                .filter(entry -> operation.isEmpty()
                        || operation.get().equals(entry.attempt().operation()))
                .toList();
        var shown = Json.array();
        chosen.subList(Math.max(0, chosen.size() - limit), chosen.size()).forEach(entry -> shown.add(entry.show()));
        return shown;
    }

    /** How many calls there were since the start or the last reset, kept or not. */
    public synchronized long count() {
        return count;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        entries.clear();
        count = 0;
    }
}
