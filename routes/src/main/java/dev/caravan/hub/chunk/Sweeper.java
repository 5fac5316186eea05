package dev.caravan.hub.chunk;

import java.util.List;

import dev.caravan.ledger.Batches;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Stage;

/** Finds what is unfinished and unclaimed: after a restart, a lost message, or a pause that is over. */
public final class Sweeper {

    private static final int AT_ONCE = 1000;

    private final Batches batches;
    private final Chunks chunks;

    public Sweeper(Batches batches, Chunks chunks) {
        this.batches = batches;
        this.chunks = chunks;
    }

    /** Chunks that wait for a stage, are due, and that nobody works. */
    public List<ChunkRef> waitingFor(Stage stage) {
        return chunks.unfinished(AT_ONCE).stream()
                .filter(due -> due.stage() == stage)
                .map(Chunks.Due::chunk)
                .toList();
    }

    /** Batches whose reading was cut off. */
    public List<String> halfRead() {
        return batches.halfRead().stream().map(batch -> batch.id()).toList();
    }

    /** Batches that want their report or alarm file. */
    public List<String> atTheirEnd() {
        return batches.atTheirEnd().stream().map(batch -> batch.id()).toList();
    }
}
