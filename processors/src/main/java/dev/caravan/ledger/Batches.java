package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Batches from the first look at a file to its report. */
public final class Batches {

    /** Never came as far as DPS, and never will. */
    private static final String PARKED_FOR_GOOD =
            "parked_from IS NOT NULL AND state IN ('DECOMMISSIONING', 'DECOMMISSIONED')";

    private static final String COLUMNS =
            "id, file, sha256, state, row_count, revision, alarm, created_at, completed_at, last_problem, last_problem_at";

    private static final String AT_ITS_END = "(state = 'WORKING' AND NOT EXISTS"
            + " (SELECT 1 FROM chunk WHERE batch_id = batch.id AND stage <> 'DONE')"
            + " OR state = 'STOPPED' AND completed_at IS NULL)";

    private static final int REPORT_ROWS = 5_000;

    private static final String REFUSED = "'REJECTED', 'DUPLICATE'";

    private final LedgerDatabase database;
    private final Trail trail;

    public Batches(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /** A batch, and whether the same name and content had been there before. */
    public record Registration(Batch batch, boolean known) {}

    /** As below, in a ledger of its own, as a dry run has: nobody reads there where the file came from. */
    public Registration register(String name, String file, String sha256, long rows) {
        return register(name, file, sha256, rows, new Origin.Folder(""), toRead -> {});
    }

    /**
     * Finds the batch with this name and content, or creates it in state READING. A name that was used with other
     * content gets {@code ~2}, {@code ~3} … appended.
     *
     * @param rows input rows, good and bad
     * @param origin is written down with a new batch
     * @param keep puts the content where it is read from, before anybody sees the batch; called when the rows are still to be
     *     read, also of a batch that is known
     */
    public Registration register(
            String name, String file, String sha256, long rows, Origin origin, Consumer<Batch> keep) {
        return database.inTransaction(() -> {
            for (var number = 1; ; number++) {
                var known = sameContent(name, sha256);
                if (known.isPresent()) {
                    keepAgain(known.get(), keep);
                    return new Registration(known.get(), true);
                }
                var created =
                        create(number == 1 ? name : name + "~" + number, name, file, sha256, rows, origin.issuer());
                if (created.isPresent()) {
                    var detail = new HashMap<String, Object>(origin.detail());
                    detail.putAll(Map.of("file", file, "sha256", sha256, "rows", rows));
                    trail.note(created.get().id(), "batch.registered", null, detail, origin.requester());
                    keep.accept(created.get());
                    return new Registration(created.get(), false);
                }
            }
        });
    }

    /** The content may have been what was missing. */
    private void keepAgain(Batch batch, Consumer<Batch> keep) {
        if (batch.state() == Batch.State.READING) {
            keep.accept(batch);
            database.writer()
                    .sql("UPDATE batch SET reading_until = 0 WHERE id = :batch AND reader IS NULL")
                    .param("batch", batch.id())
                    .update();
        }
    }

    private Optional<Batch> sameContent(String name, String sha256) {
        return database.writer()
                .sql("SELECT " + COLUMNS + " FROM batch WHERE name = :name AND sha256 = :sha256")
                .param("name", name)
                .param("sha256", sha256)
                .query(Batches::batch)
                .optional();
    }

    /** Empty if the id is taken, or another hub has registered this content meanwhile. */
    private Optional<Batch> create(
            String id, String name, String file, String sha256, long rows, @Nullable String issuer) {
        return database.writer()
                .sql("INSERT INTO batch (id, name, file, sha256, state, row_count, issuer, created_at)"
                        + " VALUES (:id, :name, :file, :sha256, 'READING', :rows, :issuer, " + NOW
                        + ") ON CONFLICT DO NOTHING RETURNING " + COLUMNS)
                .param("id", id)
                .param("name", name)
                .param("file", file)
                .param("sha256", sha256)
                .param("rows", rows)
                .param("issuer", issuer)
                .query(Batches::batch)
                .optional();
    }

    /**
     * Stores one chunk's worth of judged rows in one transaction; doing it again changes nothing. A good row whose GUID
     * is owned already becomes a refused one.
     *
     * @param chunk number of the chunk; boards that are new to a chunk that is there already get a chunk of their own,
     *     because that one may be past a stage (rows are read again after a crash, and chunks may have another size)
     * @return the chunk that holds the new boards, or those that were there before; empty if no row gave a board
     */
    public Optional<ChunkRef> accept(String batch, int chunk, List<NewBoard> boards, List<RefusedRow> refused) {
        return database.inTransaction(() -> {
            database.lockBatch(batch);
            var acceptance = new Acceptance(database, batch, chunk);
            acceptance.refuse(refused);
            return acceptance.accept(boards);
        });
    }

    /** All rows are read. */
    public void rowsRead(String batch) {
        database.transact(() -> {
            var read = database.writer()
                    .sql("UPDATE batch SET read_at = " + NOW
                            + ", state = CASE state WHEN 'READING' THEN 'WORKING' ELSE state END"
                            + " WHERE id = :batch AND read_at IS NULL")
                    .param("batch", batch)
                    .update();
            if (read > 0) {
                trail.note(batch, "batch.read", null, Map.of());
            }
        });
    }

    /** Stops all work on the batch until a person has looked. The first alarm stays. */
    public void stop(String batch, String alarm) {
        database.transact(() -> {
            LastProblem.write(database, batch, alarm);
            var stopped = database.writer()
                    .sql("UPDATE batch SET state = 'STOPPED', alarm = COALESCE(alarm, :alarm), completed_at = NULL"
                            + " WHERE id = :batch AND state IN ('READING', 'WORKING')")
                    .param("alarm", alarm)
                    .param("batch", batch)
                    .update();
            if (stopped > 0) {
                trail.note(batch, "batch.stopped", null, Map.of("alarm", alarm));
                trail.tell("batch.stopped", batch, Map.of("batch", batch, "alarm", alarm));
            }
        });
    }

    /** Writes down what went wrong with one of its boards, for the batch's status. */
    public void problem(String batch, String words) {
        LastProblem.write(database, batch, words);
    }

    /** Batches that are at their end or stopped, and have no report or alarm file yet. */
    public List<Batch> atTheirEnd() {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM batch WHERE " + AT_ITS_END)
                .query(Batches::batch)
                .list();
    }

    /** Whether the batch is at its end or stopped, and has no report or alarm file yet. */
    public boolean isAtItsEnd(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM batch WHERE id = :batch AND " + AT_ITS_END + ")")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    /** Whether a board is about to get the identity with this certificate, outside its batch's work. */
    public boolean awaits(BoardGuid guid, String thumbprint) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM lifecycle WHERE guid = :guid AND thumbprint = :thumbprint"
                        + " UNION ALL SELECT 1 FROM board WHERE guid = :guid AND second_thumbprint = :thumbprint)")
                .param("guid", guid.value())
                .param("thumbprint", thumbprint)
                .query(Boolean.class)
                .single();
    }

    /** In how many chunks the batch is, or was, worked. */
    public long chunks(String batch) {
        return database.reader()
                .sql("SELECT count(*) FROM chunk WHERE batch_id = :batch")
                .param("batch", batch)
                .query(Long.class)
                .single();
    }

    /** Whether the hub makes the key of at least one board of the batch. */
    public boolean hasKeysOfTheHub(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM board WHERE batch_id = :batch AND key_mode IS NULL)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    /** Batches whose reading was cut off. */
    public List<Batch> halfRead() {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM batch WHERE state = 'READING'")
                .query(Batches::batch)
                .list();
    }

    /**
     * The report is written. The first one completes the batch, each later one amends it, and each is told once, whoever
     * else wrote it too. A batch of which boards were retried meanwhile is worked on, and amended at its end.
     *
     * @param chunks how many there were before the report was begun: a retry makes a new one
     */
    public void completed(String batch, int revision, long chunks) {
        database.transact(() -> {
            database.lockBatch(batch);
            var first = database.writer()
                            .sql("UPDATE batch SET state = CASE WHEN :chunks = (SELECT count(*) FROM chunk"
                                    + " WHERE batch_id = batch.id AND stage = 'DONE') AND :chunks = (SELECT count(*)"
                                    + " FROM chunk WHERE batch_id = batch.id) THEN 'COMPLETE' ELSE state END,"
                                    + " revision = :revision, completed_at = " + NOW
                                    + " WHERE id = :batch AND state = 'WORKING' AND revision < :revision")
                            .param("chunks", chunks)
                            .param("revision", revision)
                            .param("batch", batch)
                            .update()
                    > 0;
            if (first) {
                sayComplete(batch, revision);
            } else {
                reportAnew(batch, chunks);
            }
        });
    }

    /** A hub that slept over a retry has just written what is out of date over the report that followed it. */
    private void reportAnew(String batch, long chunks) {
        database.writer()
                .sql("UPDATE batch SET state = 'WORKING' WHERE id = :batch AND state = 'COMPLETE'"
                        + " AND :chunks < (SELECT count(*) FROM chunk WHERE batch_id = batch.id)")
                .param("chunks", chunks)
                .param("batch", batch)
                .update();
    }

    private void sayComplete(String batch, int revision) {
        var kind = revision == 1 ? "batch.completed" : "batch.amended";
        trail.note(batch, kind, null, Map.of("revision", revision));
        trail.tell(kind, batch, Map.of("batch", batch, "revision", revision));
    }

    /** The alarm file of the batch is written, if it is stopped still. */
    public void alarmed(String batch) {
        database.writer()
                .sql("UPDATE batch SET completed_at = " + NOW + " WHERE id = :batch AND state = 'STOPPED'")
                .param("batch", batch)
                .update();
    }

    /** The batch with this id. */
    public Optional<Batch> find(String id) {
        return database.reader()
                .sql("SELECT " + COLUMNS + " FROM batch WHERE id = :id")
                .param("id", id)
                .query(Batches::batch)
                .optional();
    }

    /** The newest batches first. */
    public List<Batch> list(int limit) {
        return list(null, null, limit);
    }

    /**
     * The newest batches first; there are too few of them for an index.
     *
     * @param state only those; null for all
     * @param after the last batch of the page before; null for the first page
     */
    public List<Batch> list(Batch.@Nullable State state, @Nullable Batch after, int limit) {
        return database.reader()
                .sql(
                        "SELECT " + COLUMNS + " FROM batch WHERE (created_at < :at OR created_at = :at AND id > :id)"
                                + " AND (CAST(:state AS TEXT) IS NULL OR state = :state) ORDER BY created_at DESC, id LIMIT :limit")
                .param("at", after == null ? Long.MAX_VALUE : after.createdAt().toEpochMilli())
                .param("id", after == null ? "" : after.id())
                .param("state", state == null ? null : state.name())
                .param("limit", limit)
                .query(Batches::batch)
                .list();
    }

    /** Batches that are being read or worked, the oldest first, as they are worked. */
    public List<OpenBatch> open() {
        return database.reader()
                .sql("SELECT id, batch.row_count AS read_rows,"
                        + " COALESCE(SUM(CASE WHEN outcome NOT IN ('ACCEPTED', 'CERTIFIED', " + REFUSED
                        + ") THEN row_tally.row_count END), 0) AS settled,"
                        + " COALESCE(SUM(CASE WHEN outcome IN (" + REFUSED
                        + ") THEN row_tally.row_count END), 0) AS refused"
                        + " FROM batch LEFT JOIN row_tally ON batch_id = id WHERE state IN ('READING', 'WORKING')"
                        + " GROUP BY id ORDER BY created_at, id")
                .query((row, index) -> new OpenBatch(
                        row.getString("id"), row.getLong("read_rows"), row.getLong("settled"), row.getLong("refused")))
                .list();
    }

    /** Whether all rows of the batch were read, and its snapshot is needed no longer. */
    public boolean isRead(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM batch WHERE id = :batch AND read_at IS NOT NULL)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    /** How many rows stand where. Costs as much as the batch has chunks, not boards. */
    public BatchCounts counts(String batch) {
        Map<BoardState, Long> boards = new EnumMap<>(BoardState.class);
        Map<RefusedRow.Outcome, Long> refused = new EnumMap<>(RefusedRow.Outcome.class);
        database.reader()
                .sql("SELECT chunk < 0 AS refused, outcome, SUM(row_count) AS row_count FROM row_tally"
                        + " WHERE batch_id = :batch GROUP BY 1, outcome HAVING SUM(row_count) > 0")
                .param("batch", batch)
                .query(row -> {
                    if (row.getBoolean("refused")) {
                        refused.put(RefusedRow.Outcome.valueOf(row.getString("outcome")), row.getLong("row_count"));
                    } else {
                        boards.put(BoardState.valueOf(row.getString("outcome")), row.getLong("row_count"));
                    }
                });
        countAsParked(batch, boards);
        return new BatchCounts(
                boards,
                refused.getOrDefault(RefusedRow.Outcome.REJECTED, 0L),
                refused.getOrDefault(RefusedRow.Outcome.DUPLICATE, 0L));
    }

    /** A board that was parked, and decommissioned later, has never come as far as DPS. */
    private void countAsParked(String batch, Map<BoardState, Long> boards) {
        database.reader()
                .sql("SELECT state, count(*) AS boards FROM board WHERE batch_id = :batch AND " + PARKED_FOR_GOOD
                        + " GROUP BY state")
                .param("batch", batch)
                .query(row -> {
                    var number = row.getLong("boards");
                    boards.merge(BoardState.valueOf(row.getString("state")), -number, Batches::sumOrNone);
                    boards.merge(BoardState.PARKED, number, Long::sum);
                });
    }

    private static @Nullable Long sumOrNone(Long one, Long other) {
        var sum = one + other;
        return sum == 0 ? null : Long.valueOf(sum);
    }

    /** Every input row's end, in the order of the file, read some at a time as the stream goes. */
    public Stream<ReportRow> reportRows(String batch) {
        return Stream.iterate(
                        reportRows(batch, 0),
                        rows -> !rows.isEmpty(),
                        rows -> reportRows(batch, rows.get(rows.size() - 1).line()))
                .flatMap(List::stream);
    }

    private List<ReportRow> reportRows(String batch, long after) {
        return database.reader()
                .sql("SELECT * FROM (SELECT line, guid AS value, CASE WHEN " + PARKED_FOR_GOOD
                        + " THEN 'PARKED' ELSE state END AS outcome, reason FROM board"
                        + " WHERE batch_id = :batch AND line > :after ORDER BY line LIMIT :most) AS boards UNION ALL"
                        + " SELECT * FROM (SELECT line, value, outcome, reason FROM refused_row"
                        + " WHERE batch_id = :batch AND line > :after ORDER BY line LIMIT :most) AS refused"
                        + " ORDER BY line LIMIT :most")
                .param("batch", batch)
                .param("after", after)
                .param("most", REPORT_ROWS)
                .query((row, index) -> new ReportRow(
                        row.getLong("line"), row.getString("value"), row.getString("outcome"), row.getString("reason")))
                .list();
    }

    private static Batch batch(ResultSet row, int index) throws SQLException {
        return new Batch(
                row.getString("id"),
                row.getString("file"),
                row.getString("sha256"),
                Batch.State.valueOf(row.getString("state")),
                row.getLong("row_count"),
                row.getInt("revision"),
                row.getString("alarm"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                instant(row, "completed_at"),
                row.getString("last_problem"),
                instant(row, "last_problem_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
