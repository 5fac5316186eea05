package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import dev.caravan.board.Board;
import dev.caravan.certificate.RevocationList;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.certificate.RevokedCertificate;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** Certificates that are revoked, by the authority that signed them, and the lists that were made of them. */
public final class Revocations {

    private static final int PAGE = 5_000;

    private final LedgerDatabase database;

    public Revocations(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Inside the caller's transaction. A certificate that came with the batch is on no list of this hub's: who signed it says only
     * the certificate itself, and it might name another board's.
     *
     * @return whether the board's certificate can be on a list, and was on none
     */
    boolean add(Board board, RevocationReason reason) {
        var certificate = board.certificate();
        return certificate != null
                && RevokedCertificate.of(certificate)
                        .filter(revoked -> add(board, revoked, reason))
                        .isPresent();
    }

    private boolean add(Board board, RevokedCertificate revoked, RevocationReason reason) {
        var added = database.writer()
                .sql(
                        "INSERT INTO revocation (issuer, serial, guid, reason, revoked_at, expires_at)"
                                + " SELECT :issuer, :serial, :guid, :reason, " + NOW + ", :expires WHERE NOT EXISTS"
                                + " (SELECT 1 FROM board WHERE guid = :guid AND key_mode = 'CERTIFICATE') ON CONFLICT DO NOTHING")
                .param("issuer", revoked.issuer())
                .param("serial", revoked.serial())
                .param("guid", board.guid().value())
                .param("reason", reason.name())
                .param("expires", revoked.expires().toEpochMilli())
                .update();
        if (added > 0) {
            database.writer()
                    .sql("INSERT INTO revocation_list (issuer, changes) VALUES (:issuer, 1)"
                            + " ON CONFLICT (issuer) DO UPDATE SET changes = revocation_list.changes + 1")
                    .param("issuer", revoked.issuer())
                    .update();
        }
        return added > 0;
    }

    /**
     * A list that is being made.
     *
     * @param number greater than that of every list of this authority before
     * @param changes how many revocations there were when it was begun
     * @param before when the list before it was made; what had expired by then has been on it, and need be on no other
     */
    public record Begun(String issuer, long number, long changes, Instant before) {}

    /** How many revocations of this authority's certificates there were, ever. */
    public long changes(String issuer) {
        return database.reader()
                .sql("SELECT changes FROM revocation_list WHERE issuer = :issuer")
                .param("issuer", issuer)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** Gives the next list its number. @param now by the hub's clock, which the list's times come from */
    public Begun begin(String issuer, Instant now) {
        return database.inTransaction(() -> database.writer()
                .sql("INSERT INTO revocation_list (issuer, changes, number, made_at, made_before)"
                        + " VALUES (:issuer, 0, 1, :now, 0)"
                        + " ON CONFLICT (issuer) DO UPDATE SET number = revocation_list.number + 1,"
                        + " made_before = revocation_list.made_at, made_at = :now"
                        + " RETURNING number, changes, made_before")
                .param("issuer", issuer)
                .param("now", now.toEpochMilli())
                .query((row, index) -> new Begun(
                        issuer,
                        row.getLong("number"),
                        row.getLong("changes"),
                        Instant.ofEpochMilli(row.getLong("made_before"))))
                .single());
    }

    /** What belongs on the list, in the order of the serial numbers; a page of it is in memory. */
    public Iterator<RevocationList.Entry> entries(Begun list) {
        return new Pages(list);
    }

    private final class Pages implements Iterator<RevocationList.Entry> {

        private final Begun list;
        private List<RevocationList.Entry> page = List.of();
        private String after = "";
        private int next;
        private boolean ended;

        Pages(Begun list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            if (next == page.size() && !ended) {
                page = page(list, after);
                next = 0;
                ended = page.size() < PAGE;
            }
            return next < page.size();
        }

        @Override
        public RevocationList.Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var entry = page.get(next++);
            after = entry.serial();
            return entry;
        }
    }

    private List<RevocationList.Entry> page(Begun list, String after) {
        return database.reader()
                .sql("SELECT serial, revoked_at, reason FROM revocation WHERE issuer = :issuer AND serial > :after"
                        + " AND (expires_at >= :before OR revoked_at >= :before) ORDER BY serial LIMIT " + PAGE)
                .param("issuer", list.issuer())
                .param("after", after)
                .param("before", list.before().toEpochMilli())
                .query(Revocations::entry)
                .list();
    }

    private static RevocationList.Entry entry(ResultSet row, int index) throws SQLException {
        return new RevocationList.Entry(
                row.getString("serial"),
                Instant.ofEpochMilli(row.getLong("revoked_at")),
                RevocationReason.valueOf(row.getString("reason")));
    }
}
