package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.ledger.Saga.Kind;
import dev.caravan.ledger.Saga.Step;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Changes that span DPS and an IoT Hub, from the wish to the one audit entry at their end. One at a time for each board. */
public final class Lifecycles {

    /** What an operator reads beside a board until both places are seen to be as they should. */
    public static final String HALF_DONE = "half done: ";

    /** Due at no time: it waits until somebody asks for it again. */
    static final long HELD = 9_000_000_000_000_000L;

    private static final String NEW_OWNER = "consignee = :consignee, handed_over_at = " + NOW
            + ", activation = NULL, activated_at = NULL, assigned_hub = NULL";

    private final LedgerDatabase database;
    private final Trail trail;
    private final Revocations revocations;

    public Lifecycles(LedgerDatabase database) {
        this.revocations = new Revocations(database);
        this.database = database;
        this.trail = new Trail(database);
    }

    /**
     * What is asked for.
     *
     * @param successor of a replacement, as it was seen
     * @param consignee of a hand-over
     * @param revocation of a revocation
     * @param by the principal
     */
    public record Wish(
            Kind kind,
            @Nullable Board successor,
            @Nullable String consignee,
            @Nullable RevocationReason revocation,
            Requester by,
            String reason) {

        /** Anything but a revocation. */
        public Wish(Kind kind, @Nullable Board successor, @Nullable String consignee, Requester by, String reason) {
            this(kind, successor, consignee, null, by, reason);
        }

        /** A revocation. */
        public static Wish revocation(RevocationReason why, Requester by, String reason) {
            return new Wish(Kind.REVOCATION, null, null, why, by, reason);
        }
    }

    /**
     * Writes down what is about to be done, before it is done. From now on everything else is refused for the board.
     *
     * @param board as it was seen
     * @param lease how long whoever begins is believed to work; an activation that began longer ago was cut off
     * @return empty if a board has changed since, or something else is under way
     */
    public Optional<Saga> begin(Board board, Wish wish, Duration lease) {
        try {
            database.transact(() -> {
                var during = wish.kind().during();
                move(board, during, lease);
                if (board.state() == BoardState.TAKING_OVER) {
                    callOff(board, wish);
                }
                if (wish.successor() != null) {
                    move(wish.successor(), BoardState.TAKING_OVER, lease);
                }
                insert(board, wish, lease);
            });
        } catch (IllegalTransitionException overtaken) {
            return Optional.empty();
        }
        return find(board.guid());
    }

    /** The board that was to be replaced has no other one any more: it stays out of service, closed in both places anew. */
    private void callOff(Board successor, Wish wish) {
        var old = database.writer()
                .sql(
                        "UPDATE lifecycle SET kind = :kind, step = :step, successor = NULL, caller = :by, reason = :reason,"
                                + " due_at = " + NOW + " WHERE successor = :successor RETURNING guid")
                .param("kind", Kind.DEACTIVATION.name())
                .param("step", Step.CLOSE_ENROLLMENT.name())
                .param("by", Json.write(wish.by()))
                .param("reason", "its replacement was called off: " + wish.reason())
                .param("successor", successor.guid().value())
                .query((row, index) -> new BoardGuid(row.getString("guid")))
                .list();
        for (var guid : old) {
            database.writer()
                    .sql("UPDATE board SET state = 'DEACTIVATING', version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND state = 'REPLACING'")
                    .param("guid", guid.value())
                    .update();
            say(guid, HALF_DONE + "its replacement was called off; it is disabled in DPS and in its IoT Hub", null);
        }
    }

    private void move(Board board, BoardState to, Duration lease) {
        var changed = database.writer()
                .sql(
                        "UPDATE board SET state = :to, intent = NULL, reason = :reason, version = version + 1, updated_at = "
                                + NOW + " WHERE guid = :guid AND version = :version AND state IN ("
                                + Boards.statesBefore(to)
                                + ") AND (intent IS NULL OR intent_at <= " + NOW + " - :lease)")
                .param("to", to.name())
                .param("reason", HALF_DONE + "nothing is known yet of DPS and the IoT Hub")
                .param("guid", board.guid().value())
                .param("version", board.version())
                .param("lease", lease.toMillis())
                .update();
        if (changed == 0) {
            throw new IllegalTransitionException(board.guid(), to);
        }
    }

    private void insert(Board board, Wish wish, Duration lease) {
        database.writer()
                .sql(
                        "INSERT INTO lifecycle (guid, kind, step, successor, consignee, revocation, caller, reason, before, begun_at, due_at)"
                                + " VALUES (:guid, :kind, :step, :successor, :consignee, :revocation, :by, :reason, :before, "
                                + NOW
                                + ", "
                                + NOW + " + :lease)")
                .param("guid", board.guid().value())
                .param("kind", wish.kind().name())
                .param("step", wish.kind().first().name())
                .param(
                        "successor",
                        wish.successor() == null
                                ? null
                                : wish.successor().guid().value())
                .param("consignee", wish.consignee())
                .param(
                        "revocation",
                        wish.revocation() == null ? null : wish.revocation().name())
                .param("by", Json.write(wish.by()))
                .param("reason", wish.reason())
                .param("before", Json.write(seen(board, wish.kind())))
                .param("lease", lease.toMillis())
                .update();
    }

    private static Map<String, Object> seen(Board board, Kind kind) {
        var seen = seen(board);
        if (kind == Kind.REISSUE) {
            seen.put("thumbprint", board.requireThumbprint());
        }
        return seen;
    }

    /** As the audit trail shows a board before and after. */
    static Map<String, Object> seen(Board board) {
        var seen = new LinkedHashMap<String, Object>();
        seen.put("state", board.state().name());
        if (board.consignee() != null) {
            seen.put("consignee", board.consignee());
        }
        if (board.activation() != null) {
            seen.put("activation", board.activation());
        }
        if (board.assignedHub() != null) {
            seen.put("assignedHub", board.assignedHub());
        }
        return seen;
    }

    /** What is under way for the board. */
    public Optional<Saga> find(BoardGuid guid) {
        return database.reader()
                .sql("SELECT * FROM lifecycle WHERE guid = :guid")
                .param("guid", guid.value())
                .query(Lifecycles::saga)
                .optional();
    }

    /** Whether the board is on its way to this consignee. */
    public boolean isFor(BoardGuid guid, String consignee) {
        return find(guid).filter(saga -> consignee.equals(saga.consignee())).isPresent();
    }

    /** The board that takes, or has taken, the place of this one. */
    public Optional<BoardGuid> successor(BoardGuid guid) {
        return database.reader()
                .sql("SELECT successor FROM lifecycle WHERE guid = :guid AND successor IS NOT NULL"
                        + " UNION ALL SELECT replaced_by FROM board WHERE guid = :guid AND replaced_by IS NOT NULL")
                .param("guid", guid.value())
                .query(String.class)
                .optional()
                .map(BoardGuid::new);
    }

    /** Those whose next step is due, or whose worker is believed dead, the longest waiting first. */
    public List<Saga> due(int limit) {
        return database.reader()
                .sql("SELECT * FROM lifecycle WHERE due_at <= " + NOW + " ORDER BY due_at LIMIT :limit")
                .param("limit", limit)
                .query(Lifecycles::saga)
                .list();
    }

    /** Whoever asks for it again lets it go on, if it was held since the ledger was brought back. */
    public void goOn(BoardGuid guid) {
        database.transact(() -> {
            var held = database.writer()
                    .sql("UPDATE lifecycle SET due_at = " + NOW + " WHERE guid = :guid AND due_at = " + HELD)
                    .param("guid", guid.value())
                    .update();
            if (held > 0) {
                say(guid, HALF_DONE + "goes on as it was asked for again", null);
            }
        });
    }

    /** Takes it for so long. @return false if somebody else was quicker */
    public boolean take(Saga saga, Duration lease) {
        return update(
                saga,
                "due_at = " + NOW + " + :wait",
                " AND due_at = " + saga.dueAt().toEpochMilli(),
                lease);
    }

    /**
     * The step is done and read back; the next one follows after a while.
     *
     * @param assignedHub the hub that DPS was seen to have assigned; null for none
     * @return as it is now; empty if somebody else was quicker
     */
    public Optional<Saga> advance(Saga saga, Step next, Duration wait, @Nullable String assignedHub) {
        database.transact(() -> {
            if (update(saga, "step = '" + next + "', due_at = " + NOW + " + :wait", "", wait)) {
                say(saga.guid(), HALF_DONE + "next is " + next.words(), assignedHub);
                if (next == Step.HAND_OUT_IDENTITY) {
                    exchange(saga.guid());
                }
            }
        });
        return find(saga.guid()).filter(now -> now.step() == next);
    }

    /**
     * The certificate that DPS is about to be told of, before it is told.
     *
     * @return as it is now; empty if somebody else has taken it over
     */
    public Optional<Saga> identity(Saga saga, CertifiedBoard made) {
        var isOurs = database.inTransaction(() -> {
            var changed = database.writer()
                    .sql("UPDATE lifecycle SET thumbprint = :thumbprint, certificate = :certificate"
                            + " WHERE guid = :guid AND step = :step AND due_at = :due")
                    .param("thumbprint", made.thumbprint())
                    .param("certificate", made.certificate())
                    .param("guid", saga.guid().value())
                    .param("step", saga.step().name())
                    .param("due", saga.dueAt().toEpochMilli())
                    .update();
            new IssuingAuthorities(database).count(changed == 0 ? List.of() : List.of(made));
            return changed > 0;
        });
        return isOurs ? find(saga.guid()) : Optional.empty();
    }

    /** From now on the board's certificate is the one that DPS has, and the one before is nobody's. */
    private void exchange(BoardGuid guid) {
        database.writer()
                .sql("SELECT * FROM board WHERE guid = :guid")
                .param("guid", guid.value())
                .query(Boards::board)
                .optional()
                .ifPresent(before -> revokeAll(before, RevocationReason.SUPERSEDED));
        database.writer()
                .sql("UPDATE board SET thumbprint = lifecycle.thumbprint, certificate = lifecycle.certificate,"
                        + " second_thumbprint = NULL, second_certificate = NULL"
                        + " FROM lifecycle WHERE lifecycle.guid = board.guid AND board.guid = :guid")
                .param("guid", guid.value())
                .update();
    }

    /** The second certificate too, if there is one. @return whether the first can be on a list, and was on none */
    private boolean revokeAll(Board board, RevocationReason reason) {
        if (board.second() != null) {
            revocations.add(board.renewed(), reason);
        }
        return revocations.add(board, reason);
    }

    /** Whether a chunk still works on the board: its identity may be handed over at any moment. */
    public boolean isInWork(Board board) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM chunk JOIN board ON board.batch_id = chunk.batch_id"
                        + " AND board.chunk = chunk.number WHERE guid = :guid AND stage <> 'DONE')")
                .param("guid", board.guid().value())
                .query(Boolean.class)
                .single();
    }

    /** The step could not be done; it is tried again after a while. */
    public void postpone(Saga saga, Duration wait, String words) {
        database.transact(() -> {
            if (update(saga, "due_at = " + NOW + " + :wait", "", wait)) {
                say(saga.guid(), HALF_DONE + words, null);
            }
        });
    }

    private boolean update(Saga saga, String assignments, String furtherCondition, Duration wait) {
        return database.writer()
                        .sql("UPDATE lifecycle SET " + assignments
                                + " WHERE guid = :guid AND kind = :kind AND step = :step" + furtherCondition)
                        .param("guid", saga.guid().value())
                        .param("kind", saga.kind().name())
                        .param("step", saga.step().name())
                        .param("wait", wait.toMillis())
                        .update()
                > 0;
    }

    private void say(BoardGuid guid, String words, @Nullable String assignedHub) {
        database.writer()
                .sql(
                        "UPDATE board SET reason = :words, assigned_hub = COALESCE(CAST(:hub AS TEXT), assigned_hub),"
                                + " version = version + 1, updated_at = " + NOW
                                + " WHERE guid = :guid AND (reason IS NULL OR reason <> :words OR CAST(:hub AS TEXT) IS NOT NULL)")
                .param("words", words)
                .param("hub", assignedHub)
                .param("guid", guid.value())
                .update();
    }

    /** Both places are as they should: the board gets its state, auditors one entry, other systems an event. */
    public void finish(Saga saga) {
        database.transact(() -> {
            var before = database.writer()
                    .sql("DELETE FROM lifecycle WHERE guid = :guid AND kind = :kind AND step = :step RETURNING before")
                    .param("guid", saga.guid().value())
                    .param("kind", saga.kind().name())
                    .param("step", saga.step().name())
                    .query(String.class)
                    .optional();
            before.ifPresent(earlier -> end(saga, earlier));
        });
    }

    private void end(Saga saga, String before) {
        var board = database.writer()
                .sql("UPDATE board SET state = " + afterwards(saga.kind()) + ", reason = NULL, verified_at = " + NOW
                        + ", version = version + 1,"
                        + " updated_at = " + NOW + further(saga)
                        + " WHERE guid = :guid AND state IN ("
                        + Boards.statesBefore(saga.kind().afterwards())
                        + ") RETURNING *")
                .param("consignee", saga.consignee())
                .param(
                        "successor",
                        saga.successor() == null ? null : saga.successor().value())
                .param("guid", saga.guid().value())
                .query(Boards::board)
                .optional()
                .orElseThrow(() ->
                        new IllegalTransitionException(saga.guid(), saga.kind().afterwards()));
        if (saga.kind().endsRoll()) {
            database.writer()
                    .sql("DELETE FROM roll WHERE guid = :guid")
                    .param("guid", saga.guid().value())
                    .update();
        }
        writeDown(saga, board, before);
    }

    /** A board that was activated before keeps its hub and metadata, and must be activated again. */
    private static String afterwards(Kind kind) {
        return kind == Kind.REISSUE
                ? "CASE WHEN activation IS NULL THEN 'ENROLLED' ELSE 'DEACTIVATED' END"
                : "'" + kind.afterwards() + "'";
    }

    private static String further(Saga saga) {
        return switch (saga.kind()) {
            case REISSUE -> ", parked_from = NULL";
            case HANDOVER -> ", " + NEW_OWNER;
            case REPLACEMENT -> ", replaced_by = :successor";
            case DEACTIVATION, DECOMMISSION, REVOCATION -> "";
        };
    }

    private void writeDown(Saga saga, Board board, String before) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("reason", saga.reason());
        detail.put("askedAt", saga.begunAt().toString());
        detail.put("before", Json.tree(before));
        detail.put("after", seen(board, saga.kind()));
        var told = new LinkedHashMap<String, Object>();
        told.put("guid", saga.guid().value());
        told.put("batch", board.batch());
        if (saga.successor() != null) {
            detail.put("successor", saga.successor().value());
            told.put("successor", saga.successor().value());
        }
        if (saga.revocation() != null) {
            detail.put("revocation", saga.revocation().word());
            detail.put("thumbprint", board.requireThumbprint());
            if (board.second() != null) {
                detail.put("secondThumbprint", board.second().thumbprint());
            }
            detail.put("listed", revokeAll(board, saga.revocation()));
            told.put("revocation", saga.revocation().word());
        }
        trail.note(board.batch(), saga.kind().event(), saga.guid(), detail, saga.by());
        trail.tell(saga.kind().event(), saga.guid().value(), told);
        if (saga.kind() == Kind.HANDOVER) {
            forgetUnsent(saga);
        }
        if (saga.kind() == Kind.REISSUE
                && Json.tree(before).path("state").asText().equals(BoardState.PARKED.name())) {
            tellEnrolled(board);
        }
    }

    /** A board that its batch had given up is enrolled after all, and the batch's report says so. */
    private void tellEnrolled(Board board) {
        var guid = board.guid().value();
        trail.tell("board.enrolled", guid, Map.of("guid", guid, "batch", board.batch()));
        Reopened.batch(database, board.batch());
    }

    /** The one before is told nothing more, also not of what had happened by then. */
    private void forgetUnsent(Saga saga) {
        database.writer()
                .sql("DELETE FROM delivery WHERE subject = :guid AND state = 'WAITING' AND subscription_id IN"
                        + " (SELECT id FROM subscription WHERE consignee <> :consignee)")
                .param("guid", saga.guid().value())
                .param("consignee", saga.consignee())
                .update();
    }

    /**
     * Gives a board that nobody has activated to another consignee, at once: DPS knows nothing of consignees.
     *
     * @param board as it was seen
     * @return false if it has changed since, or something else is under way
     */
    public boolean handOver(Board board, Wish wish) {
        return database.inTransaction(() -> {
            var changed = database.writer()
                    .sql("UPDATE board SET " + NEW_OWNER + ", reason = NULL, version = version + 1, updated_at = " + NOW
                            + " WHERE guid = :guid AND version = :version AND state = 'ENROLLED' AND intent IS NULL"
                            + " RETURNING *")
                    .param("consignee", wish.consignee())
                    .param("guid", board.guid().value())
                    .param("version", board.version())
                    .query(Boards::board)
                    .optional();
            changed.ifPresent(now -> {
                var at = Instant.ofEpochMilli(now.updatedAt().toEpochMilli());
                var saga = new Saga(
                        board.guid(),
                        Kind.HANDOVER,
                        Step.RESET_ENROLLMENT,
                        null,
                        wish.consignee(),
                        null,
                        null,
                        wish.by(),
                        wish.reason(),
                        at,
                        at);
                writeDown(saga, now, Json.write(seen(board)));
            });
            return changed.isPresent();
        });
    }

    /**
     * Revokes the certificate of a board that is out of service for good, at once.
     *
     * @return false if it was revoked before
     */
    public boolean revoke(Board board, Wish wish) {
        return database.inTransaction(() -> {
            var added = revokeAll(board, Objects.requireNonNull(wish.revocation()));
            if (added) {
                var why = Map.of(
                        "reason",
                        wish.reason(),
                        "revocation",
                        Objects.requireNonNull(wish.revocation()).word(),
                        "thumbprint",
                        board.requireThumbprint());
                trail.note(board.batch(), Kind.REVOCATION.event(), board.guid(), why, wish.by());
                trail.tell(
                        Kind.REVOCATION.event(),
                        board.guid().value(),
                        Map.of(
                                "guid",
                                board.guid().value(),
                                "batch",
                                board.batch(),
                                "revocation",
                                Objects.requireNonNull(wish.revocation()).word()));
            }
            return added;
        });
    }

    private static Saga saga(ResultSet row, int index) throws SQLException {
        var successor = row.getString("successor");
        var guid = new BoardGuid(row.getString("guid"));
        var thumbprint = row.getString("thumbprint");
        var revocation = row.getString("revocation");
        return new Saga(
                guid,
                Kind.valueOf(row.getString("kind")),
                Step.valueOf(row.getString("step")),
                successor == null ? null : new BoardGuid(successor),
                row.getString("consignee"),
                thumbprint == null ? null : new CertifiedBoard(guid, thumbprint, row.getString("certificate")),
                revocation == null ? null : RevocationReason.valueOf(revocation),
                Json.requester(row.getString("caller")),
                row.getString("reason"),
                Instant.ofEpochMilli(row.getLong("begun_at")),
                Instant.ofEpochMilli(row.getLong("due_at")));
    }
}
