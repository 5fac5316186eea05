package dev.caravan.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Brings back what was given up: a parked board goes on in the state that it was parked from, in a chunk of its own or
 * with others, and a stopped batch is worked again. May be repeated: what is not parked or stopped is left alone.
 */
public final class Retries {

    private static final String NOT_IN_DELIVERY = "(SELECT stage FROM chunk WHERE chunk.batch_id = board.batch_id"
            + " AND chunk.number = board.chunk) <> 'DELIVER'";

    private final LedgerDatabase database;
    private final int chunkRows;

    /** @param chunkRows most boards that go through the stages together */
    public Retries(LedgerDatabase database, int chunkRows) {
        this.database = database;
        this.chunkRows = chunkRows;
    }

    /**
     * What a retry set going.
     *
     * @param boards parked boards that are worked again
     * @param resumed whether the batch had been stopped and works again
     */
    public record Retried(String batch, long boards, boolean resumed) {}

    /** Resumes the batch if it is stopped, and retries its parked boards. Empty if there is no such batch. */
    public Optional<Retried> batch(String batch, Requester by) {
        return exists(batch) ? Optional.of(retry(batch, by)) : Optional.empty();
    }

    /** A crash between two chunks leaves the rest parked, for the next retry. */
    private Retried retry(String batch, Requester by) {
        var resumed = database.inTransaction(() -> {
            database.lockBatch(batch);
            return resume(batch, by);
        });
        var boards = 0L;
        var retried = List.<Long>of();
        for (var after = 0L; ; after = retried.get(retried.size() - 1)) {
            var from = after;
            retried = database.inTransaction(() -> retry(batch, from, by));
            boards += retried.size();
            if (retried.size() < chunkRows) {
                return new Retried(batch, boards, resumed);
            }
        }
    }

    private boolean resume(String batch, Requester by) {
        var resumed = database.writer()
                        .sql("UPDATE batch SET state = CASE WHEN read_at IS NULL THEN 'READING' ELSE 'WORKING' END,"
                                + " alarm = NULL, completed_at = NULL, verified_at = NULL"
                                + " WHERE id = :batch AND state = 'STOPPED'")
                        .param("batch", batch)
                        .update()
                > 0;
        if (resumed) {
            freeChunks(batch);
            new Trail(database).note(batch, "batch.resumed", null, Map.of(), by);
        }
        return resumed;
    }

    /** Whoever was at work when the alarm came holds its chunk yet; the next thing it writes is refused. */
    private void freeChunks(String batch) {
        database.writer()
                .sql("UPDATE chunk SET owner = NULL, not_before = 0, problem = NULL WHERE batch_id = :batch")
                .param("batch", batch)
                .update();
    }

    /** @return the lines of the boards in the new chunk */
    private List<Long> retry(String batch, long after, Requester by) {
        holdChunks(batch);
        var lines = database.writer()
                .sql("SELECT line FROM board WHERE batch_id = :batch AND state = 'PARKED' AND line > :after AND "
                        + NOT_IN_DELIVERY + " ORDER BY line LIMIT :most")
                .param("batch", batch)
                .param("after", after)
                .param("most", chunkRows)
                .query(Long.class)
                .list();
        if (!lines.isEmpty()) {
            unpark(batch, lines.get(0), lines.get(lines.size() - 1), by);
        }
        return lines;
    }

    /**
     * Until the transaction ends, no chunk begins its delivery, which destroys the keys of parked boards: one that is
     * retried at that moment would be enrolled with a key that is about to be gone.
     */
    private void holdChunks(String batch) {
        database.lockBatch(batch);
        database.writer()
                .sql("UPDATE chunk SET stage = stage WHERE batch_id = :batch AND stage IN ('CERTIFY', 'ENROLL')")
                .param("batch", batch)
                .update();
    }

    /** What the retry of one board did. */
    public enum BoardRetry {
        /** It is worked again. */
        RETRIED,
        /** It is not parked; nothing was changed. */
        NOT_PARKED,
        /** Its batch is stopped, so nothing of it may be worked; the batch wants the retry. */
        BATCH_STOPPED,
        /** Its key is being destroyed with those of the other parked boards of its chunk: a matter of seconds. */
        IN_DELIVERY
    }

    /** Retries one parked board. Empty if there is no such board. */
    public Optional<BoardRetry> board(BoardGuid guid, Requester by) {
        return database.inTransaction(() -> {
            place(guid).ifPresent(place -> holdChunks(place.batch()));
            return place(guid).map(place -> retry(place, by));
        });
    }

    private record Place(String batch, long line, boolean parked, boolean stopped, boolean inDelivery) {}

    private Optional<Place> place(BoardGuid guid) {
        return database.writer()
                .sql("SELECT batch_id, line, board.state AS state, batch.state AS batch_state, " + NOT_IN_DELIVERY
                        + " AS free FROM board"
                        + " JOIN batch ON batch.id = batch_id WHERE guid = :guid")
                .param("guid", guid.value())
                .query((row, index) -> new Place(
                        row.getString("batch_id"),
                        row.getLong("line"),
                        row.getString("state").equals("PARKED"),
                        row.getString("batch_state").equals("STOPPED"),
                        !row.getBoolean("free")))
                .optional();
    }

    private BoardRetry retry(Place place, Requester by) {
        if (!place.parked()) {
            return BoardRetry.NOT_PARKED;
        }
        if (place.stopped()) {
            return BoardRetry.BATCH_STOPPED;
        }
        if (place.inDelivery()) {
            return BoardRetry.IN_DELIVERY;
        }
        unpark(place.batch(), place.line(), place.line(), by);
        return BoardRetry.RETRIED;
    }

    /** Puts the parked boards between two lines, both included, into a new chunk, and has the batch worked again. */
    private void unpark(String batch, long first, long last, Requester by) {
        var chunk = NewChunk.next(database, batch);
        NewChunk.create(database, chunk);
        database.writer()
                .sql("UPDATE board SET state = parked_from, parked_from = NULL, reason = NULL, chunk = :chunk,"
                        + " version = version + 1, updated_at = " + NOW
                        + " WHERE batch_id = :batch AND state = 'PARKED' AND line BETWEEN :first AND :last AND "
                        + NOT_IN_DELIVERY)
                .param("chunk", chunk.number())
                .param("batch", batch)
                .param("first", first)
                .param("last", last)
                .update();
        Reopened.batch(database, batch);
        new Trail(database)
                .note(batch, "boards.retried", null, Map.of("chunk", chunk.number(), "from", first, "to", last), by);
    }

    private boolean exists(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM batch WHERE id = :batch)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }
}
