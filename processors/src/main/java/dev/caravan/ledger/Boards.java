package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.board.SecondCertificate;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Boards and their state. A change is refused with {@link IllegalTransitionException} where {@link BoardState} does not
 * allow it, and, for work on a chunk, with {@link StaleClaimException} where the claim is lost; both store nothing.
 */
public final class Boards {

    static final String OF_CHUNK =
            "SELECT * FROM board WHERE batch_id = :batch AND chunk = :chunk AND state = :state ORDER BY line";

    private final LedgerDatabase database;
    private final Chunks chunks;
    private final Trail trail;
    private final FirstBoots firstBoots;
    private final LateTwins lateTwins;
    private final IssuingAuthorities authorities;
    private final GivenKeys givenKeys;

    public Boards(LedgerDatabase database, Chunks chunks) {
        this.database = database;
        this.chunks = chunks;
        this.trail = new Trail(database);
        this.firstBoots = new FirstBoots(database);
        this.lateTwins = new LateTwins(database);
        this.authorities = new IssuingAuthorities(database);
        this.givenKeys = new GivenKeys(database);
    }

    /** The keys that the hub does not make. */
    public GivenKeys givenKeys() {
        return givenKeys;
    }

    /** The boards of a chunk that are in one state, in the order of the file. */
    public List<Board> of(ChunkRef chunk, BoardState state) {
        return database.reader()
                .sql(OF_CHUNK)
                .param("batch", chunk.batch())
                .param("chunk", chunk.number())
                .param("state", state.name())
                .query(Boards::board)
                .list();
    }

    /** Whether DPS was seen to agree on at least one board of the batch, since it was resumed if it had been stopped. */
    public boolean anyVerified(String batch) {
        return database.reader()
                .sql("SELECT EXISTS (SELECT 1 FROM batch WHERE id = :batch AND verified_at IS NOT NULL)")
                .param("batch", batch)
                .query(Boolean.class)
                .single();
    }

    /** Records identities that are safe on disk. */
    public void certified(Claim claim, Collection<CertifiedBoard> boards) {
        var from = statesBefore(BoardState.CERTIFIED);
        database.transact(() -> {
            chunks.renewForRecord(claim);
            var changed = database.batchWriter()
                    .batchUpdate(
                            "UPDATE board SET state = 'CERTIFIED', thumbprint = ?, certificate = ?, version = version + 1,"
                                    + " updated_at = " + NOW + " WHERE guid = ? AND state IN (" + from + ")",
                            boards.stream()
                                    .map(board -> new Object[] {
                                        board.thumbprint(),
                                        board.certificate(),
                                        board.guid().value()
                                    })
                                    .toList());
            refuseUnchanged(changed, boards.stream().map(CertifiedBoard::guid).toList(), BoardState.CERTIFIED);
            authorities.count(boards);
            trail.note(
                    claim.chunk().batch(),
                    "boards.certified",
                    null,
                    Map.of(
                            "chunk",
                            claim.chunk().number(),
                            "boards",
                            boards.size(),
                            "digest",
                            Trail.digest(boards.stream()
                                    .map(board -> board.guid() + " " + board.thumbprint())
                                    .toList())));
        });
    }

    /** Records what became of boards. */
    public void settled(Claim claim, Collection<Settled> boards) {
        database.transact(() -> {
            lastParked(boards)
                    .ifPresent(parked -> LastProblem.write(
                            database,
                            claim.chunk().batch(),
                            "board " + parked.guid() + " was parked: " + parked.reason()));
            noteVerified(claim.chunk().batch(), boards);
            chunks.renewForRecord(claim);
            enrolled(boards.stream()
                    .filter(Settled.Enrolled.class::isInstance)
                    .map(Settled.Enrolled.class::cast)
                    .toList());
            boards.stream()
                    .filter(Settled.Parked.class::isInstance)
                    .map(Settled.Parked.class::cast)
                    .forEach(this::park);
            boards.stream()
                    .filter(Settled.Awaiting.class::isInstance)
                    .forEach(board -> change(board.guid(), BoardState.AWAITING, "parked_from = state", null, ""));
            writeDown(claim.chunk().batch(), boards);
        });
    }

    private void noteVerified(String batch, Collection<Settled> boards) {
        if (boards.stream().anyMatch(board -> board instanceof Settled.Enrolled enrolled && enrolled.verified())) {
            database.writer()
                    .sql("UPDATE batch SET verified_at = " + NOW + " WHERE id = :batch AND verified_at IS NULL")
                    .param("batch", batch)
                    .update();
        }
    }

    private void writeDown(String batch, Collection<Settled> boards) {
        var enrolled = boards.stream()
                .filter(Settled.Enrolled.class::isInstance)
                .map(board -> board.guid().value())
                .toList();
        if (!enrolled.isEmpty()) {
            trail.note(batch, "boards.enrolled", null, Map.of("boards", enrolled));
            trail.tellAll("board.enrolled", each(enrolled, batch));
        }
        var awaiting = boards.stream()
                .filter(Settled.Awaiting.class::isInstance)
                .map(board -> board.guid().value())
                .toList();
        if (!awaiting.isEmpty()) {
            trail.note(batch, "boards.awaiting", null, Map.of("boards", awaiting));
            trail.tellAll("board.awaiting", each(awaiting, batch));
        }
        for (var board : boards) {
            if (board instanceof Settled.Parked parked) {
                var guid = parked.guid();
                trail.note(batch, "board.parked", guid, Map.of("reason", parked.reason()));
                trail.tell(
                        "board.parked",
                        guid.value(),
                        Map.of("guid", guid.value(), "batch", batch, "reason", parked.reason()));
            }
        }
    }

    private static Map<String, Map<String, String>> each(List<String> guids, String batch) {
        return guids.stream().collect(Collectors.toMap(guid -> guid, guid -> Map.of("guid", guid, "batch", batch)));
    }

    private static Optional<Settled.Parked> lastParked(Collection<Settled> boards) {
        return boards.stream()
                .filter(Settled.Parked.class::isInstance)
                .map(Settled.Parked.class::cast)
                .reduce((earlier, later) -> later);
    }

    private void enrolled(List<Settled.Enrolled> boards) {
        var changed = database.batchWriter()
                .batchUpdate(
                        "UPDATE board SET state = 'ENROLLED', reason = NULL, parked_from = NULL, verified_at = CASE ? WHEN 1 THEN "
                                + NOW
                                + " ELSE verified_at END, version = version + 1, updated_at = " + NOW
                                + " WHERE guid = ? AND state IN (" + statesBefore(BoardState.ENROLLED) + ")",
                        boards.stream()
                                .map(board -> new Object[] {
                                    board.verified() ? 1 : 0, board.guid().value()
                                })
                                .toList());
        refuseUnchanged(changed, boards.stream().map(Settled.Enrolled::guid).toList(), BoardState.ENROLLED);
    }

    /** A board whose activation is under way may be enabled in DPS by now: it is not put away unseen. */
    private void park(Settled.Parked parked) {
        change(
                parked.guid(),
                BoardState.PARKED,
                "parked_from = state, reason = :text",
                parked.reason(),
                " AND intent IS NULL");
    }

    /** Writes down what an operator must know about a board whose state stays as it is. */
    public void remark(BoardGuid guid, String text) {
        database.transact(() -> batchesOf(
                        "UPDATE board SET reason = :text, version = version + 1, updated_at = " + NOW
                                + " WHERE guid = :guid",
                        guid,
                        text)
                .forEach(batch -> trail.note(batch, "board.remarked", guid, Map.of("text", text))));
    }

    /** As {@link #remark}, for what other systems must hear at once: an {@code alarm} event. */
    public void alarm(BoardGuid guid, String words) {
        database.transact(() -> {
            remark(guid, words);
            trail.tell("alarm", guid.value(), Map.of("guid", guid.value(), "alarm", words));
        });
    }

    /** Changes the board. @return its batch; none if nothing was changed */
    private List<String> batchesOf(String update, BoardGuid guid, @Nullable String text) {
        return database.writer()
                .sql(update + " RETURNING batch_id")
                .param("text", text)
                .param("guid", guid.value())
                .query(String.class)
                .list();
    }

    /**
     * Writes down what is about to be asked of DPS, before it is asked. Until the intent ends, no other one is taken.
     *
     * @param version the board's version that the decision was made on
     * @param by is written down with it, and with what becomes of it
     * @return empty if the board has changed since, or another activation of it is under way
     */
    public Optional<Intent> intend(BoardGuid guid, long version, Activation activation, Requester by) {
        return intend(guid, version, activation, by, null);
    }

    /** As above. @param reason why, if the caller says so; in the entry of a board that comes back, too */
    public Optional<Intent> intend(
            BoardGuid guid, long version, Activation activation, Requester by, @Nullable String reason) {
        return database.inTransaction(() -> {
            var intended = database.writer()
                    .sql("UPDATE board SET intent = :intent, intent_by = :by, intent_at = " + NOW
                            + " WHERE guid = :guid AND version = :version AND intent IS NULL RETURNING *")
                    .param("intent", Json.write(activation))
                    .param("by", Json.write(by))
                    .param("guid", guid.value())
                    .param("version", version)
                    .query(Boards::intent)
                    .optional();
            var detail = reason == null
                    ? Map.of("iotHub", activation.iotHub())
                    : Map.of("iotHub", activation.iotHub(), "reason", reason);
            intended.ifPresent(begun -> trail.note(begun.board().batch(), "activation.intended", guid, detail, by));
            return intended;
        });
    }

    /** Who has asked for the activation that is under way; null if none is, or an earlier version has begun it. */
    private @Nullable Requester asker(BoardGuid guid) {
        return database.writer()
                .sql("SELECT intent_by FROM board WHERE guid = :guid AND intent IS NOT NULL AND intent_by IS NOT NULL")
                .param("guid", guid.value())
                .query(String.class)
                .optional()
                .map(Json::requester)
                .orElse(null);
    }

    /** An activation that was begun and whose end is not known. @param at when; tells it from any other of the board */
    public record Intent(Board board, Activation activation, Instant at) {

        private String condition() {
            return " AND intent IS NOT NULL AND intent_at = " + at.toEpochMilli();
        }
    }

    /**
     * Activations begun longer ago than this that have not ended: a crash or a lost answer cut them off. So are those that
     * were begun further ahead: the database's clock was set back since.
     */
    public List<Intent> intents(Duration olderThan) {
        return database.reader()
                .sql("SELECT * FROM board WHERE intent IS NOT NULL AND (intent_at <= " + NOW + " - :age OR intent_at > "
                        + NOW + " + :age)")
                .param("age", olderThan.toMillis())
                .query(Boards::intent)
                .list();
    }

    /** The activation of the board that is under way or was cut off. */
    public Optional<Intent> intent(BoardGuid guid) {
        return database.reader()
                .sql("SELECT * FROM board WHERE guid = :guid AND intent IS NOT NULL")
                .param("guid", guid.value())
                .query(Boards::intent)
                .optional();
    }

    private static Intent intent(ResultSet row, int index) throws SQLException {
        var at = Instant.ofEpochMilli(row.getLong("intent_at"));
        return new Intent(board(row, index), Json.activation(row.getString("intent")), at);
    }

    /** Whether it is under way still: nobody has settled it, nor begun something else with the board. */
    public boolean isStill(Intent intent) {
        return intent(intent.board().guid())
                .filter(now -> now.at().equals(intent.at()))
                .isPresent();
    }

    /** Ends an intent that DPS never carried out. */
    public void forgetIntent(Intent intent) {
        var guid = intent.board().guid();
        database.transact(() -> {
            var by = asker(guid);
            batchesOf("UPDATE board SET intent = NULL WHERE guid = :guid" + intent.condition(), guid, null)
                    .forEach(batch -> trail.note(batch, "activation.dropped", guid, Map.of(), by));
        });
    }

    /**
     * Records an activation that DPS has confirmed, and ends the intent. A board that has registered stays REGISTERED.
     *
     * @param assignedHub the hub that DPS has assigned already; null while the board has not registered
     * @return empty if the intent is not this one any more; nothing is recorded then
     */
    public Optional<Board> activated(Intent intent, @Nullable String assignedHub) {
        try {
            return Optional.of(activated(intent.board().guid(), intent.activation(), assignedHub, intent.condition()));
        } catch (IllegalTransitionException overtaken) {
            return Optional.empty();
        }
    }

    /** As above, whatever its intent, of a board that nobody else may change: it takes over. */
    public Board activated(BoardGuid guid, Activation activation, @Nullable String assignedHub) {
        return activated(guid, activation, assignedHub, "");
    }

    private Board activated(
            BoardGuid guid, Activation activation, @Nullable String assignedHub, String furtherCondition) {
        database.transact(() -> {
            var by = asker(guid);
            var before = find(guid).orElseThrow();
            var registered = before.state() == BoardState.REGISTERED || isThereAgain(before, assignedHub);
            var after = change(
                    guid,
                    registered ? BoardState.REGISTERED : BoardState.ACTIVATED,
                    "activation = :text, intent = NULL, reason = NULL, activated_at = " + NOW + ", verified_at = " + NOW
                            + ", look_at = " + FirstBoots.FIRST_LOOK,
                    Json.write(activation),
                    furtherCondition);
            sayActivated(before, after, activation, by);
            if (assignedHub != null) {
                firstBoots.seenBefore(guid, assignedHub);
                lateTwins.forget(guid);
            } else if (!registered) {
                lateTwins.changed(guid, before.activation());
            }
        });
        return find(guid).orElseThrow();
    }

    /** A board that is activated again where it has registered: that it did was told then. */
    private static boolean isThereAgain(Board before, @Nullable String assignedHub) {
        return before.state() == BoardState.DEACTIVATED
                && assignedHub != null
                && assignedHub.equals(before.assignedHub());
    }

    private void sayActivated(Board before, Board after, Activation activation, @Nullable Requester by) {
        var guid = before.guid();
        var batch = before.batch();
        var detail = new LinkedHashMap<String, Object>();
        detail.put("iotHub", activation.iotHub());
        if (before.state() == BoardState.DEACTIVATED) {
            detail.put("before", Lifecycles.seen(before));
            detail.put("after", Lifecycles.seen(after));
            lastReason(before, "board.deactivated").ifPresent(reason -> detail.put("deactivatedFor", reason));
            lastReason(before, "activation.intended").ifPresent(reason -> detail.put("reason", reason));
        }
        var replacement =
                before.state() == BoardState.TAKING_OVER ? TakenOver.by(database, guid) : Optional.<TakenOver>empty();
        replacement.ifPresent(asked -> {
            detail.put("inPlaceOf", asked.of().value());
            detail.put("reason", asked.reason());
        });
        trail.note(
                batch,
                "board.activated",
                guid,
                detail,
                replacement.map(TakenOver::by).orElse(by));
        trail.tell(
                "board.activated",
                guid.value(),
                Map.of("guid", guid.value(), "batch", batch, "iotHub", activation.iotHub()));
    }

    private Optional<String> lastReason(Board board, String kind) {
        return database.writer()
                .sql("SELECT detail FROM audit_event WHERE chain = :batch AND board = :guid"
                        + " AND kind = :kind ORDER BY number DESC LIMIT 1")
                .param("kind", kind)
                .param("batch", board.batch())
                .param("guid", board.guid().value())
                .query(String.class)
                .optional()
                .map(detail -> Json.tree(detail).path("reason").asText())
                .filter(reason -> !reason.isEmpty());
    }

    private Board change(
            BoardGuid guid, BoardState to, String assignments, @Nullable String text, String furtherCondition) {
        return database.writer()
                .sql("UPDATE board SET " + assignments + ", state = :to, version = version + 1, updated_at = " + NOW
                        + " WHERE guid = :guid AND state IN (" + statesBefore(to) + ")" + furtherCondition
                        + " RETURNING *")
                .param("text", text)
                .param("to", to.name())
                .param("guid", guid.value())
                .query(Boards::board)
                .optional()
                .orElseThrow(() -> new IllegalTransitionException(guid, to));
    }

    static String statesBefore(BoardState to) {
        return Arrays.stream(BoardState.values())
                .filter(from -> from.allows(to))
                .map(from -> "'" + from + "'")
                .collect(Collectors.joining(", "));
    }

    private static void refuseUnchanged(int[] changed, List<BoardGuid> boards, BoardState to) {
        for (var index = 0; index < changed.length; index++) {
            if (changed[index] == 0) {
                throw new IllegalTransitionException(boards.get(index), to);
            }
        }
    }

    /** The board with this GUID. */
    public Optional<Board> find(BoardGuid guid) {
        return database.reader()
                .sql("SELECT * FROM board WHERE guid = :guid")
                .param("guid", guid.value())
                .query(Boards::board)
                .optional();
    }

    private static @Nullable SecondCertificate second(ResultSet row) throws SQLException {
        var thumbprint = row.getString("second_thumbprint");
        return thumbprint == null ? null : new SecondCertificate(thumbprint, row.getString("second_certificate"));
    }

    static Board board(ResultSet row, int index) throws SQLException {
        var activation = row.getString("activation");
        return new Board(
                new BoardGuid(row.getString("guid")),
                row.getString("batch_id"),
                row.getLong("line"),
                BoardState.valueOf(row.getString("state")),
                row.getLong("version"),
                row.getString("consignee"),
                row.getString("order_number"),
                row.getString("hardware_revision"),
                Json.attributes(row.getString("attributes")),
                row.getString("thumbprint"),
                row.getString("certificate"),
                row.getString("reason"),
                Batches.instant(row, "verified_at"),
                activation == null ? null : Json.activation(activation),
                Batches.instant(row, "activated_at"),
                row.getString("assigned_hub"),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getLong("handed_over_at") > 0,
                second(row));
    }
}
