package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;

import dev.caravan.access.Requester;
import dev.caravan.board.GivenKey;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Boards whose certificate request comes later than their batch. Until then they are AWAITING, so that their batch is
 * complete without them; once they have a certificate they go on together, some at a time, in chunks of their own.
 */
public final class AwaitedRequests {

    private static final String TO_GO_ON = "state = 'AWAITING' AND key_digest IS NOT NULL";

    private final LedgerDatabase database;
    private final Trail trail;
    private final int chunkRows;

    public AwaitedRequests(LedgerDatabase database, int chunkRows) {
        this.database = database;
        this.trail = new Trail(database);
        this.chunkRows = chunkRows;
    }

    /** What became of a certificate that was issued for a request. */
    public enum Grant {
        /** It is the board's. */
        RECORDED,
        /** Another one was quicker, or the board is not waiting for one any more. */
        NOT_AWAITED,
        /** Another board has the same public key. */
        KEY_OF_ANOTHER
    }

    /** Records key and certificate, if the board waits for them. */
    public Grant grant(CertifiedBoard board, GivenKey key, Requester by) {
        try {
            return database.inTransaction(() -> isOfAnother(board, key) ? Grant.KEY_OF_ANOTHER : take(board, key, by));
        } catch (DuplicateKeyException anotherWasQuicker) {
            return Grant.KEY_OF_ANOTHER;
        }
    }

    private Grant take(CertifiedBoard board, GivenKey key, Requester by) {
        var batch = record(board, key);
        batch.ifPresent(each -> trail.note(
                each, "board.certified-over-est", board.guid(), Map.of("thumbprint", board.thumbprint()), by));
        return batch.isPresent() ? Grant.RECORDED : Grant.NOT_AWAITED;
    }

    private boolean isOfAnother(CertifiedBoard board, GivenKey key) {
        return database.writer()
                .sql("SELECT EXISTS (SELECT 1 FROM board WHERE key_digest = :digest AND guid <> :guid)")
                .param("digest", key.digest())
                .param("guid", board.guid().value())
                .query(Boolean.class)
                .single();
    }

    private Optional<String> record(CertifiedBoard board, GivenKey key) {
        return database.writer()
                .sql("UPDATE board SET key_given = :given, key_digest = :digest, thumbprint = :thumbprint,"
                        + " certificate = :certificate, version = version + 1, updated_at = " + NOW
                        + " WHERE guid = :guid AND key_mode = 'EST' AND key_digest IS NULL"
                        + " AND state IN ('ACCEPTED', 'AWAITING')"
                        + " RETURNING batch_id")
                .param("given", key.content())
                .param("digest", key.digest())
                .param("thumbprint", board.thumbprint())
                .param("certificate", board.certificate())
                .param("guid", board.guid().value())
                .query(String.class)
                .optional();
    }

    /** Lets boards go on that have their certificate now. @return the new chunks */
    public List<ChunkRef> resume() {
        var chunks = new ArrayList<ChunkRef>();
        var batches = database.reader()
                .sql("SELECT DISTINCT batch_id FROM board WHERE " + TO_GO_ON
                        + " AND (SELECT state FROM batch WHERE id = batch_id) IN ('WORKING', 'COMPLETE')")
                .query(String.class)
                .list();
        for (var batch : batches) {
            database.inTransaction(() -> resume(batch)).ifPresent(chunks::add);
        }
        return chunks;
    }

    /** @return empty if another hub, or a retry, was quicker */
    private Optional<ChunkRef> resume(String batch) {
        database.lockBatch(batch);
        var waiting = database.writer()
                .sql("SELECT EXISTS (SELECT 1 FROM board WHERE batch_id = :batch AND " + TO_GO_ON + ")")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
        if (!waiting) {
            return Optional.empty();
        }
        var chunk = NewChunk.next(database, batch);
        NewChunk.create(database, chunk);
        var boards = database.writer()
                .sql("UPDATE board SET state = 'ACCEPTED', parked_from = NULL, chunk = :chunk,"
                        + " version = version + 1, updated_at = " + NOW + " WHERE guid IN (SELECT guid FROM board"
                        + " WHERE batch_id = :batch AND " + TO_GO_ON + " ORDER BY line LIMIT :most)")
                .param("chunk", chunk.number())
                .param("batch", batch)
                .param("most", chunkRows)
                .update();
        Reopened.batch(database, batch);
        trail.note(batch, "boards.resumed", null, Map.of("chunk", chunk.number(), "boards", boards));
        return Optional.of(chunk);
    }
}
