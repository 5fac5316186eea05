package dev.caravan.ledger;

/** What a stage made of a chunk. */
public sealed interface ChunkOutcome {

    /** The chunk. */
    ChunkRef chunk();

    /** The stage is done; the chunk waits for the next one. */
    record Advanced(ChunkRef chunk, Stage next) implements ChunkOutcome {}

    /** It could not be finished now; the ledger says why and when it is due again, and the sweeper brings it back. */
    record Deferred(ChunkRef chunk, String problem) implements ChunkOutcome {}

    /** DPS contradicted the ledger: the batch is stopped. */
    record Stopped(ChunkRef chunk) implements ChunkOutcome {}

    /** Nothing was done: another worker has it, it is past this stage, not due, or its batch is stopped. */
    record NotOurs(ChunkRef chunk) implements ChunkOutcome {}
}
