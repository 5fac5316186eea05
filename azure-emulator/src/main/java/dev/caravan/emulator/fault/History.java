package dev.caravan.emulator.fault;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.Transport;

/**
 * The last 100,000 calls, each written down when its outcome was known. Writing takes no lock and makes one object:
 * every call pays for it. Safe for all threads.
 */
public final class History {

    private static final int KEPT = 100_000;

    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Entry> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong count = new AtomicLong();

    /** Empty at first; the clock should be a right one, for tests compare its times with their own. */
    public History(Clock clock) {
        this.clock = clock;
    }

    void add(Attempt attempt, Transport transport, int status, @Nullable String fault) {
        var number = count.incrementAndGet();
        ring.set(slot(number), Entry.of(number, clock.millis(), attempt, transport, status, fault));
    }

    /** Oldest first; with a limit, the newest so many. */
    public ArrayNode show(Predicate<Entry> filter, int limit) {
        List<Entry> chosen = entries().filter(filter).toList();
        var shown = Json.array();
        chosen.subList(Math.max(0, chosen.size() - limit), chosen.size()).forEach(entry -> shown.add(entry.show()));
        return shown;
    }

    /** How many of the calls that are kept pass the filter. */
    public long count(Predicate<Entry> filter) {
        return entries().filter(filter).count();
    }

    /** How many calls there were since the start or the last reset, kept or not. */
    public long count() {
        return count.get();
    }

    /** Forgets everything. */
    public void clear() {
        count.set(0);
        for (var slot = 0; slot < KEPT; slot++) {
            ring.set(slot, null);
        }
    }

    /** A slot that is being written, or was overwritten since, holds another number and is left out. */
    private Stream<Entry> entries() {
        var last = count.get();
        return LongStream.rangeClosed(Math.max(1, last - KEPT + 1), last)
                .boxed()
                .flatMap(this::find);
    }

    private Stream<Entry> find(long number) {
        var entry = ring.get(slot(number));
        return entry != null && entry.number() == number ? Stream.of(entry) : Stream.empty();
    }

    private static int slot(long number) {
        return (int) (number % KEPT);
    }
}
