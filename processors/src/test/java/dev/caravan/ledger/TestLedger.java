package dev.caravan.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.board.GivenKey;
import dev.caravan.board.SecondCertificate;

/** A real ledger, with short ways to the states that tests begin in. */
public record TestLedger(LedgerDatabase database, Batches batches, Chunks chunks, Boards boards)
        implements AutoCloseable {

    /** Who asks where it does not matter who. */
    public static final Requester ASKER = new Requester("krone-erp", Role.MANUFACTURER);

    private static final Duration LEASE = Duration.ofMinutes(5);

    /** The one in this file, or a new one. */
    public static TestLedger sqlite(Path file) {
        EmptyLedger.putInto(file);
        return of(LedgerDatabase.open(file));
    }

    /** The address of a new one in a real PostgreSQL, for {@link #postgres} and for whoever looks in behind its back. */
    public static String postgresAddress() {
        return EmptyLedger.inPostgres();
    }

    public static TestLedger postgres(String address) {
        return of(LedgerDatabase.open(address, Postgres.USER, Postgres.PASSWORD));
    }

    static TestLedger of(LedgerDatabase database) {
        var chunks = new Chunks(database, "hub-a", "1", LEASE);
        return new TestLedger(database, new Batches(database), chunks, new Boards(database, chunks));
    }

    /** Another hub process on the same ledger. */
    Chunks otherHub() {
        return new Chunks(database, "hub-b", "1", LEASE);
    }

    /** The reading of a hub's process. */
    public Readings readings(String hub, String process) {
        return new Readings(database, hub, process, LEASE);
    }

    /** The same hub after its next start. */
    Chunks nextProcess() {
        return new Chunks(database, "hub-a", "2", LEASE);
    }

    /** The GUID that ends in this number. */
    public static BoardGuid guid(int number) {
        return new BoardGuid(String.format("0f8fad5b-d9cb-469f-a165-%012d", number));
    }

    /** A board on line {@code number + 1} without any optional column. */
    public static NewBoard row(int number) {
        return new NewBoard(number + 1L, guid(number), null, null, null, Map.of());
    }

    /** A batch, all rows read, with one chunk of boards numbered from 1. */
    public ChunkRef accepted(String batch, int boards) {
        var rows = IntStream.rangeClosed(1, boards).mapToObj(TestLedger::row).toList();
        batches.register(batch, batch + ".csv", "sha-of-" + batch, boards);
        batches.accept(batch, 0, rows, List.of());
        batches.rowsRead(batch);
        return new ChunkRef(batch, 0);
    }

    /** As {@link #accepted}, with made-up certificates, waiting for enrollment. */
    public ChunkRef certified(String batch, int boards) {
        var chunk = accepted(batch, boards);
        var claim = chunks.claim(chunk, Stage.CERTIFY).orElseThrow();
        this.boards.certified(
                claim,
                IntStream.rangeClosed(1, boards)
                        .mapToObj(TestLedger::certificate)
                        .toList());
        chunks.advance(claim);
        return chunk;
    }

    /** As {@link #certified}, one board that has gone all the way and is enrolled. */
    public Board enrolled(String batch) {
        enrolled(batch, 1);
        return board(1);
    }

    /** As {@link #certified}, boards that have gone all the way and are enrolled. */
    public void enrolled(String batch, int boards) {
        var chunk = certified(batch, boards);
        var claim = chunks.claim(chunk, Stage.ENROLL).orElseThrow();
        this.boards.settled(
                claim,
                IntStream.rangeClosed(1, boards)
                        .<Settled>mapToObj(number -> new Settled.Enrolled(guid(number), true))
                        .toList());
        chunks.advance(claim);
    }

    /** The details of the audit entries of one kind. */
    public List<String> notes(String kind) {
        return database.reader()
                .sql("SELECT detail FROM audit_event WHERE kind = :kind ORDER BY chain, number")
                .param("kind", kind)
                .query(String.class)
                .list();
    }

    /** As if all events had been written a while ago. */
    void waitAMillisecond() {
        database.writer().sql("UPDATE event SET at = at - 1000").update();
    }

    /** So many certificates of one issuer, whose key has this identifier, are revoked. */
    public void revoked(String issuer, int count) {
        database.writer()
                .sql(
                        "INSERT INTO revocation (issuer, serial, guid, reason, revoked_at, expires_at)"
                                + " WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)"
                                + " SELECT :issuer, '5' || lower(hex(randomblob(19))) || 'a', 'made up', CASE n % 3 WHEN 0 THEN 'UNSPECIFIED'"
                                + " WHEN 1 THEN 'KEY_COMPROMISE' ELSE 'SUPERSEDED' END, 1700000000000 + n, 9000000000000 FROM number")
                .param("count", count)
                .param("issuer", issuer)
                .update();
    }

    /** Every change that spans DPS and a hub is due. */
    public void endLifecyclePauses() {
        database.writer().sql("UPDATE lifecycle SET due_at = 0").update();
    }

    /** Every roll is due. */
    public void endRollPauses() {
        database.writer().sql("UPDATE roll SET due_at = 0").update();
    }

    /** The board is being rolled to this certificate. */
    public void second(int number, SecondCertificate certificate) {
        database.writer()
                .sql(
                        "UPDATE board SET second_thumbprint = :thumbprint, second_certificate = :certificate WHERE guid = :guid")
                .param("thumbprint", certificate.thumbprint())
                .param("certificate", certificate.certificate())
                .param("guid", guid(number).value())
                .update();
    }

    /** Boards that a run has adopted. @return how many are new */
    public int adopted(AdoptedBoard... boards) {
        var run = new DpsRuns(database, "hub-a", "1", LEASE)
                .begin(DpsRun.Task.ADOPT, true, "/srv/outbox", ASKER)
                .orElseThrow();
        return new Adoption(database).take("adopted", run.id(), List.of(boards));
    }

    /** The board has a key of its own. */
    public void given(int number, GivenKey key) {
        database.writer()
                .sql("UPDATE board SET key_mode = :mode, key_given = :content, key_digest = :digest WHERE guid = :guid")
                .param("mode", key.mode().name())
                .param("content", key.content())
                .param("digest", key.digest())
                .param("guid", guid(number).value())
                .update();
    }

    /** The board is in this state, however it came there. */
    public void set(int number, BoardState state) {
        database.writer()
                .sql("UPDATE board SET state = :state WHERE guid = :guid")
                .param("state", state.name())
                .param("guid", guid(number).value())
                .update();
    }

    /** As if the report of this revision had just been written. */
    public void completed(String batch, int revision) {
        batches.completed(batch, revision, batches.chunks(batch));
    }

    /** A certificate that nobody looks into; its thumbprint begins with the board's number. */
    public static CertifiedBoard certificate(int number) {
        return new CertifiedBoard(guid(number), String.format("%064d", number), "certificate-" + number);
    }

    public Board board(int number) {
        return boards.find(guid(number)).orElseThrow();
    }

    /** Every claim's lease is over by the database's clock. */
    public void endLeases() {
        database.writer().sql("UPDATE chunk SET lease_until = 0").update();
        database.writer().sql("UPDATE batch SET reading_until = 0").update();
    }

    /** Every chunk is due. */
    public void endPauses() {
        database.writer().sql("UPDATE chunk SET not_before = 0").update();
    }

    /** As if the database's clock had been set back since the chunks were written. */
    void setClockBack(Duration jump) {
        database.writer()
                .sql("UPDATE chunk SET lease_until = lease_until + :jump,"
                        + " not_before = CASE not_before WHEN 0 THEN 0 ELSE not_before + :jump END")
                .param("jump", jump.toMillis())
                .update();
        database.writer()
                .sql("UPDATE board SET intent_at = intent_at + :jump")
                .param("jump", jump.toMillis())
                .update();
    }

    /** As if all boards had last changed a while ago. */
    public void settleClock() {
        database.writer().sql("UPDATE board SET updated_at = updated_at - 1000").update();
    }

    /** As if the process had ended between the report and the commit. */
    public void forgetCompletion(String batch) {
        database.writer()
                .sql("UPDATE batch SET state = 'WORKING', completed_at = NULL, revision = 0 WHERE id = :batch")
                .param("batch", batch)
                .update();
    }

    /** An event for other systems. */
    public void tell(String type, String subject) {
        database.transact(() -> new Trail(database).tell(type, subject, Map.of("number", 1)));
    }

    /** Every delivery is due, and no subscription is left alone. */
    public void endDeliveryPauses() {
        database.writer().sql("UPDATE delivery SET due_at = 0").update();
        database.writer().sql("UPDATE subscription SET not_before = 0").update();
    }

    /** Every activated board may be looked for. */
    public void endFirstBootPauses() {
        database.writer().sql("UPDATE board SET look_at = 0").update();
    }

    /** Every twin that may be of before is due. */
    public void endLateTwinPauses() {
        database.writer()
                .sql("UPDATE late_twin SET due_at = 0 WHERE due_at IS NOT NULL")
                .update();
    }

    /** As if no event had to be kept any more, but those that nobody has read. */
    public void forgetEvents() {
        database.writer().sql("DELETE FROM event WHERE position = 1").update();
    }

    /** Every turn's lease is over by the database's clock. */
    public void endTurns() {
        database.writer().sql("UPDATE subscription SET lease_until = 0").update();
    }

    @Override
    public void close() {
        database.close();
    }
}
