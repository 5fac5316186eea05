package dev.caravan.audit;

import java.util.TreeMap;

import dev.caravan.audit.Checkpoint.Lost;

/** What the checkpoints say about one chain. */
final class Cover {

    private final TreeMap<Long, Long> contradictedBy = new TreeMap<>();
    private long last;

    /** The last event that a checkpoint covers. */
    long last() {
        return last;
    }

    /** The first event for which a checkpoint has another hash than the ledger; 0 if there is none. */
    long contradicted() {
        return contradictedBy.isEmpty() ? 0 : contradictedBy.firstKey();
    }

    /** @param agrees whether the ledger's event of this number has the hash that the checkpoint names */
    void to(long number, long checkpoint, boolean agrees) {
        last = Math.max(last, number);
        if (!agrees) {
            contradictedBy.putIfAbsent(number, checkpoint);
        }
    }

    /**
     * A restore has lost some at the end. Only checkpoints that were written after the backup are forgiven: what those before
     * it cover was in the backup.
     *
     * @param ledger the last checkpoint that was in the backup
     */
    void lose(Lost lost, long ledger) {
        contradictedBy.subMap(lost.from(), true, lost.to(), true).values().removeIf(checkpoint -> checkpoint > ledger);
        last = Math.min(last, lost.from() - 1);
        if (!contradictedBy.isEmpty()) {
            last = Math.max(last, contradictedBy.lastKey());
        }
    }
}
