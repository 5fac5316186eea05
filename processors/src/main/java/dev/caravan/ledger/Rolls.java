package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.ledger.Roll.Step;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Certificates that are being rolled, from the wish to the one audit entry at their end. One at a time for each board. */
public final class Rolls {

    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final LedgerDatabase database;
    private final Trail trail;
    private final Revocations revocations;

    public Rolls(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
        this.revocations = new Revocations(database);
    }

    /**
     * Writes down what is about to be done, before it is done.
     *
     * @param board as it was seen
     * @param words for whoever reads the board
     * @param lease how long whoever begins is believed to work
     * @return empty if the board has changed since, something else is under way, or it is being rolled
     */
    public Optional<Roll> begin(Board board, Requester by, String reason, String words, Duration lease) {
        var begun = database.inTransaction(() -> {
            var changed = database.writer()
                    .sql("UPDATE board SET reason = :words, version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND version = :version AND intent IS NULL"
                            + " AND state IN ('ACTIVATED', 'REGISTERED')"
                            + " AND NOT EXISTS (SELECT 1 FROM roll WHERE roll.guid = board.guid)")
                    .param("words", words)
                    .param("guid", board.guid().value())
                    .param("version", board.version())
                    .update();
            if (changed > 0) {
                insert(board, by, reason, lease);
                trail.note(board.batch(), "roll.begun", board.guid(), Map.of("reason", reason), by);
            }
            return changed > 0;
        });
        return begun ? find(board.guid()) : Optional.empty();
    }

    private void insert(Board board, Requester by, String reason, Duration lease) {
        database.writer()
                .sql(
                        "INSERT INTO roll (guid, step, caller, reason, begun_at, due_at) VALUES (:guid, :step, :by, :reason, "
                                + NOW + ", " + NOW + " + :lease)")
                .param("guid", board.guid().value())
                .param("step", Step.ADD.name())
                .param("by", Json.write(by))
                .param("reason", reason)
                .param("lease", lease.toMillis())
                .update();
    }

    public Optional<Roll> find(BoardGuid guid) {
        return database.reader()
                .sql("SELECT * FROM roll WHERE guid = :guid")
                .param("guid", guid.value())
                .query(Rolls::roll)
                .optional();
    }

    /** Those whose next step is due, or whose worker is believed dead, the longest waiting first. */
    public List<Roll> due(int limit) {
        return database.reader()
                .sql("SELECT * FROM roll WHERE due_at <= " + NOW + " ORDER BY due_at LIMIT :limit")
                .param("limit", limit)
                .query(Rolls::roll)
                .list();
    }

    /** Takes it for so long. @return as it is now; empty if somebody else was quicker */
    public Optional<Roll> take(Roll roll, Duration lease) {
        var taken = database.writer()
                .sql("UPDATE roll SET due_at = " + NOW
                        + " + :wait WHERE guid = :guid AND step = :step AND due_at = :due")
                .param("guid", roll.guid().value())
                .param("step", roll.step().name())
                .param("due", roll.dueAt().toEpochMilli())
                .param("wait", lease.toMillis())
                .update();
        return taken == 0 ? Optional.empty() : find(roll.guid());
    }

    /** The certificate that DPS is about to be told of, before it is told. @return false if somebody else has taken it over */
    public boolean second(Roll roll, CertifiedBoard made) {
        return database.inTransaction(() -> {
            var batch = database.writer()
                    .sql("UPDATE board SET second_thumbprint = :thumbprint, second_certificate = :certificate,"
                            + " version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND state IN ('ACTIVATED', 'REGISTERED') AND EXISTS (SELECT 1 FROM roll"
                            + " WHERE roll.guid = board.guid AND step = :step AND due_at = :due) RETURNING batch_id")
                    .param("thumbprint", made.thumbprint())
                    .param("certificate", made.certificate())
                    .param("guid", roll.guid().value())
                    .param("step", roll.step().name())
                    .param("due", roll.dueAt().toEpochMilli())
                    .query(String.class)
                    .optional();
            batch.ifPresent(chain -> {
                new IssuingAuthorities(database).count(List.of(made));
                trail.note(chain, "roll.certified", roll.guid(), Map.of("thumbprint", made.thumbprint()), roll.by());
            });
            return batch.isPresent();
        });
    }

    /** The step is done and read back. @return as it is now; empty if somebody else was quicker */
    public Optional<Roll> advance(Roll roll, Step next, Duration lease) {
        database.writer()
                .sql("UPDATE roll SET step = :next, due_at = " + NOW + " + :wait WHERE guid = :guid AND step = :step")
                .param("next", next.name())
                .param("guid", roll.guid().value())
                .param("step", roll.step().name())
                .param("wait", lease.toMillis())
                .update();
        return find(roll.guid()).filter(now -> now.step() == next);
    }

    /** The step could not be done; it is tried again after a while. @param words for whoever reads the board */
    public void postpone(Roll roll, Duration wait, String words) {
        postpone(roll, "CAST(:wait AS BIGINT)", wait, words);
    }

    /**
     * The board has not come yet, which may take months: looks again after a quarter of the time that was waited so far,
     * within half a minute and six hours.
     */
    public void lookAgain(Roll roll, String words) {
        postpone(
                roll,
                "CASE WHEN (" + NOW + " - begun_at) / 4 < :wait THEN :wait WHEN (" + NOW + " - begun_at) / 4 > "
                        + LONGEST.toMillis() + " THEN " + LONGEST.toMillis() + " ELSE (" + NOW + " - begun_at) / 4 END",
                SHORTEST,
                words);
    }

    private void postpone(Roll roll, String pause, Duration wait, String words) {
        database.transact(() -> {
            var changed = database.writer()
                    .sql("UPDATE roll SET due_at = " + NOW + " + " + pause + " WHERE guid = :guid AND step = :step")
                    .param("guid", roll.guid().value())
                    .param("step", roll.step().name())
                    .param("wait", wait.toMillis())
                    .update();
            if (changed > 0) {
                say(roll.guid(), words);
            }
        });
    }

    /** What is said of a board in service only: out of service, other things matter more. */
    private void say(BoardGuid guid, String words) {
        database.writer()
                .sql("UPDATE board SET reason = :words, version = version + 1, updated_at = " + NOW
                        + " WHERE guid = :guid AND state IN ('ACTIVATED', 'REGISTERED')"
                        + " AND (reason IS NULL OR reason <> :words)")
                .param("words", words)
                .param("guid", guid.value())
                .update();
    }

    /**
     * DPS has the new certificate only: it is the board's, and the one before is nobody's.
     *
     * @param seen the board as it was when DPS was seen so
     * @return false if it has changed since, or is being activated: DPS may have both again
     */
    public boolean finish(Roll roll, Board seen) {
        return database.inTransaction(() -> {
            var promoted = database.writer()
                    .sql("UPDATE board SET thumbprint = second_thumbprint, certificate = second_certificate,"
                            + " second_thumbprint = NULL, second_certificate = NULL, reason = NULL, verified_at = "
                            + NOW
                            + ", version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND version = :version AND intent IS NULL AND second_thumbprint IS NOT NULL"
                            + " AND EXISTS (SELECT 1 FROM roll WHERE roll.guid = board.guid AND step = :step)")
                    .param("guid", roll.guid().value())
                    .param("version", seen.version())
                    .param("step", roll.step().name())
                    .update();
            if (promoted > 0) {
                end(roll, seen);
            }
            return promoted > 0;
        });
    }

    private void end(Roll roll, Board before) {
        database.writer()
                .sql("DELETE FROM roll WHERE guid = :guid")
                .param("guid", roll.guid().value())
                .update();
        revocations.add(before, RevocationReason.SUPERSEDED);
        var thumbprint = Objects.requireNonNull(before.second()).thumbprint();
        var detail = Map.of(
                "reason",
                roll.reason(),
                "askedAt",
                roll.begunAt().toString(),
                "before",
                before.requireThumbprint(),
                "after",
                thumbprint);
        trail.note(before.batch(), "board.rolled", roll.guid(), detail, roll.by());
        trail.tell(
                "board.rolled",
                roll.guid().value(),
                Map.of("guid", roll.guid().value(), "batch", before.batch(), "thumbprint", thumbprint));
    }

    private static Roll roll(ResultSet row, int index) throws SQLException {
        return new Roll(
                new BoardGuid(row.getString("guid")),
                Step.valueOf(row.getString("step")),
                Json.requester(row.getString("caller")),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("begun_at")),
                Instant.ofEpochMilli(row.getLong("due_at")));
    }
}
