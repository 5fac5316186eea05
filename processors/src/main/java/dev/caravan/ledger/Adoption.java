package dev.caravan.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Boards that enter the ledger because DPS has them already: enrolled, or activated. They belong to a batch made for them,
 * which no file stands behind. What the ledger knows is never changed by it, but for a parked board. One that is being rolled
 * goes on with that: its second certificate is out, and it is waited for.
 */
public final class Adoption {

    private static final int INSERTED = 1;
    private static final String NO_FILE = "(adopted from DPS)";
    private static final String NO_HASH = "0".repeat(64);
    private static final int CHUNK = 0;
    private static final String WHEN_ADOPTED = "it was being rolled when it was adopted";

    private final LedgerDatabase database;

    public Adoption(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Puts boards into the ledger, all in one transaction; one that is there already is left as it is.
     *
     * @param name of the batch; where a batch of a file has it, {@code ~2} and so on is appended
     * @param run in which DPS was seen to have them
     * @return how many are new
     */
    public int take(String name, long run, List<AdoptedBoard> boards) {
        return boards.isEmpty()
                ? 0
                : database.inTransaction(() -> {
                    var batch = batch(name);
                    database.lockBatch(batch);
                    var added = insert(batch, run, boards);
                    database.writer()
                            .sql(
                                    "UPDATE batch SET row_count = row_count + :added, state = 'COMPLETE', completed_at = NULL"
                                            + " WHERE id = :batch AND :added > 0")
                            .param("added", added)
                            .param("batch", batch)
                            .update();
                    return added;
                });
    }

    /**
     * Parked boards that DPS has disabled, with these certificates, are enrolled with them; each in the batch that it is of,
     * whose report is amended. One that is not parked any more is left as it is.
     *
     * @param run in which DPS was seen to have them
     * @return how many there were
     */
    public int takeBack(long run, List<AdoptedBoard> boards) {
        return boards.isEmpty()
                ? 0
                : database.inTransaction(() -> (int) boards.stream()
                        .filter(board -> takeBack(run, board).isPresent())
                        .count());
    }

    private Optional<String> takeBack(long run, AdoptedBoard board) {
        var batch = database.writer()
                .sql("UPDATE board SET state = 'ENROLLED', thumbprint = :thumbprint, certificate = :certificate,"
                        + " second_thumbprint = :second, second_certificate = :secondCertificate,"
                        + " parked_from = NULL, reason = NULL, agreed_in_run = :run, verified_at = " + NOW
                        + ", version = version + 1, updated_at = " + NOW
                        + " WHERE guid = :guid AND state = 'PARKED' RETURNING batch_id")
                .param("thumbprint", board.thumbprint())
                .param("certificate", board.certificate())
                .param("second", secondThumbprint(board))
                .param("secondCertificate", secondCertificate(board))
                .param("run", run)
                .param("guid", board.guid().value())
                .query(String.class)
                .optional();
        batch.ifPresent(of -> {
            rollOn(run, List.of(board));
            var guid = board.guid().value();
            var trail = new Trail(database);
            trail.note(
                    of,
                    "board.adopted",
                    board.guid(),
                    Map.of("thumbprint", board.thumbprint()),
                    DpsRuns.asker(database, run));
            trail.tell("board.enrolled", guid, Map.of("guid", guid, "batch", of));
            Reopened.batch(database, of);
        });
        return batch;
    }

    private String batch(String name) {
        for (var number = 1; ; number++) {
            var id = number == 1 ? name : name + "~" + number;
            var file = fileOf(id);
            if (file == null) {
                create(id, name);
                return id;
            }
            if (file.equals(NO_FILE)) {
                return id;
            }
        }
    }

    private @Nullable String fileOf(String id) {
        return database.writer()
                .sql("SELECT file FROM batch WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private void create(String id, String name) {
        database.writer()
                .sql("INSERT INTO batch (id, name, file, sha256, state, row_count, created_at, read_at)"
                        + " VALUES (:id, :name, :file, :hash, 'COMPLETE', 0, " + NOW + ", " + NOW + ")")
                .param("id", id)
                .param("name", name)
                .param("file", NO_FILE)
                .param("hash", NO_HASH)
                .update();
        database.writer()
                .sql("INSERT INTO chunk (batch_id, number, stage) VALUES (:id, :chunk, 'DONE')")
                .param("id", id)
                .param("chunk", CHUNK)
                .update();
    }

    private int insert(String batch, long run, List<AdoptedBoard> boards) {
        var line = lastLine(batch);
        var rows = new ArrayList<Object[]>();
        for (var board : boards) {
            rows.add(columns(batch, run, ++line, board));
        }
        var inserted = database.batchWriter()
                .batchUpdate(
                        "INSERT INTO board (guid, batch_id, chunk, line, state, attributes, thumbprint, certificate,"
                                + " second_thumbprint, second_certificate,"
                                + " activation, activated_at, agreed_in_run, verified_at, updated_at)"
                                + " VALUES (?, ?, ?, ?, ?, '{}', ?, ?, ?, ?, ?, CASE ? WHEN 'ACTIVATED' THEN " + NOW
                                + " END, ?, " + NOW + ", " + NOW + ") ON CONFLICT (guid) DO NOTHING",
                        rows);
        var added = new ArrayList<AdoptedBoard>();
        for (var index = 0; index < inserted.length; index++) {
            if (inserted[index] == INSERTED) {
                added.add(boards.get(index));
            }
        }
        if (!added.isEmpty()) {
            rollOn(run, added);
            var digest = Trail.digest(added.stream()
                    .map(board -> board.guid() + " " + board.thumbprint())
                    .toList());
            new Trail(database)
                    .note(
                            batch,
                            "boards.adopted",
                            null,
                            Map.of("boards", added.size(), "digest", digest),
                            DpsRuns.asker(database, run));
        }
        return added.size();
    }

    private void rollOn(long run, List<AdoptedBoard> boards) {
        var rolled = boards.stream().filter(board -> board.second() != null).toList();
        if (!rolled.isEmpty()) {
            var by = Json.write(Objects.requireNonNull(DpsRuns.asker(database, run)));
            database.batchWriter()
                    .batchUpdate(
                            "INSERT INTO roll (guid, step, caller, reason, begun_at, due_at) VALUES (?, ?, ?, ?, " + NOW
                                    + ", " + NOW + ") ON CONFLICT (guid) DO NOTHING",
                            rolled.stream()
                                    .map(board ->
                                            new Object[] {board.guid().value(), Roll.Step.AWAIT.name(), by, WHEN_ADOPTED
                                            })
                                    .toList());
        }
    }

    private static @Nullable String secondThumbprint(AdoptedBoard board) {
        return board.second() == null ? null : board.second().thumbprint();
    }

    private static @Nullable String secondCertificate(AdoptedBoard board) {
        return board.second() == null ? null : board.second().certificate();
    }

    private long lastLine(String batch) {
        return database.writer()
                .sql("SELECT COALESCE(max(line), 0) FROM board WHERE batch_id = :batch")
                .param("batch", batch)
                .query(Long.class)
                .single();
    }

    private static Object[] columns(String batch, long run, long line, AdoptedBoard board) {
        var activation = board.activation();
        var state = activation == null ? "ENROLLED" : "ACTIVATED";
        return new Object[] {
            board.guid().value(),
            batch,
            CHUNK,
            line,
            state,
            board.thumbprint(),
            board.certificate(),
            secondThumbprint(board),
            secondCertificate(board),
            activation == null ? null : Json.write(activation),
            state,
            run
        };
    }

    /** The batches of adopted boards want their report, also those of an adoption that was cut off. */
    public void finished() {
        database.writer()
                .sql(
                        "UPDATE batch SET state = 'WORKING' WHERE file = :file AND state = 'COMPLETE' AND completed_at IS NULL")
                .param("file", NO_FILE)
                .update();
    }
}
