package dev.caravan.hub.chunk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Chunks.Due;
import dev.caravan.ledger.Readings;
import dev.caravan.ledger.Stage;

/**
 * Finds what is unfinished and unclaimed: after a restart, a lost message, or a pause that is over. A pointer that it has
 * sent and that nobody has taken from its queue yet is not sent again for a while: chunks that wait for hours behind a slow
 * service would otherwise fill the queues. Thread-safe.
 */
public final class Sweeper {

    private static final int AT_ONCE = 1000;

    /** Another hub may have taken it from a shared queue, and have died. */
    private static final long BELIEVED = TimeUnit.MINUTES.toNanos(30);

    private final Batches batches;
    private final Chunks chunks;
    private final Readings readings;
    private final LongSupplier nanoTime;
    private final Map<Due, Long> sent = new ConcurrentHashMap<>();

    /** @param nanoTime a clock that nobody sets, {@link System#nanoTime} */
    public Sweeper(Batches batches, Chunks chunks, Readings readings, LongSupplier nanoTime) {
        this.batches = batches;
        this.chunks = chunks;
        this.readings = readings;
        this.nanoTime = nanoTime;
    }

    /** Chunks that wait for a stage, are due, that nobody works, and that are not in its queue already. */
    public List<ChunkRef> waitingFor(Stage stage) {
        var now = nanoTime.getAsLong();
        sent.values().removeIf(since -> now - since > BELIEVED);
        return chunks.unfinished(AT_ONCE).stream()
                .filter(due -> due.stage() == stage && sent.putIfAbsent(due, now) == null)
                .map(Due::chunk)
                .toList();
    }

    /** The pointer has left its queue, or did not get into it. */
    public void taken(ChunkRef chunk, Stage stage) {
        sent.remove(new Due(chunk, stage));
    }

    /** Batches whose reading was cut off, or has not begun. */
    public List<String> halfRead() {
        return readings.due();
    }

    /** Batches that want their report or alarm file. */
    public List<String> atTheirEnd() {
        return batches.atTheirEnd().stream().map(batch -> batch.id()).toList();
    }
}
