package dev.caravan.hub.chunk;

import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;

/** One stage's work on a chunk. */
public interface ChunkStep {
    /** Works the chunk if it waits for this stage; every end of it is an outcome, only a broken ledger is an exception. */
    ChunkOutcome work(ChunkRef chunk);
}
