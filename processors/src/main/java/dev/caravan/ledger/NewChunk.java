package dev.caravan.ledger;

/** Chunks that are made inside the caller's transaction; each begins at the first stage, which skips boards past it. */
final class NewChunk {

    private NewChunk() {}

    static void create(LedgerDatabase database, ChunkRef chunk) {
        database.writer()
                .sql("INSERT INTO chunk (batch_id, number, stage) VALUES (:batch, :number, 'CERTIFY')")
                .param("batch", chunk.batch())
                .param("number", chunk.number())
                .update();
    }

    /** The number after the batch's last chunk; 0 in a batch without any. */
    static ChunkRef next(LedgerDatabase database, String batch) {
        var number = database.writer()
                .sql("SELECT COALESCE(max(number) + 1, 0) FROM chunk WHERE batch_id = :batch")
                .param("batch", batch)
                .query(Integer.class)
                .single();
        return new ChunkRef(batch, number);
    }
}
