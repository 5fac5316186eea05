package dev.caravan.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Who has signed boards' certificates: so a board's chain is known for as long as the board is, whatever has become of the
 * authority's files. A new one is an event in the chain {@link #CHAIN} of the audit trail.
 */
public final class IssuingAuthorities {

    /** Of the audit trail. */
    public static final String CHAIN = "/issuers";

    private final LedgerDatabase database;
    private final Trail trail;

    public IssuingAuthorities(LedgerDatabase database) {
        this.database = database;
        this.trail = new Trail(database);
    }

    /** Records an authority before it signs; one that is known stays as it is. */
    public void know(String keyId, String name, String chain) {
        // An insert would wait for a hub that stands still while it counts what the issuer has signed.
        if (find(keyId).isPresent()) {
            return;
        }
        database.transact(() -> {
            var added = database.writer()
                    .sql("INSERT INTO issuing_authority (key_id, name, chain, known_at) VALUES (:id, :name, :chain, "
                            + NOW + ") ON CONFLICT DO NOTHING")
                    .param("id", keyId)
                    .param("name", name)
                    .param("chain", chain)
                    .update();
            if (added > 0) {
                trail.note(CHAIN, "issuer.taken", null, Map.of("issuer", name, "keyId", keyId));
            }
        });
    }

    public Optional<IssuingAuthority> find(String keyId) {
        return database.reader()
                .sql("SELECT * FROM issuing_authority WHERE key_id = :id")
                .param("id", keyId)
                .query(IssuingAuthorities::authority)
                .optional();
    }

    /** The oldest first. */
    public List<IssuingAuthority> list() {
        return database.reader()
                .sql("SELECT * FROM issuing_authority ORDER BY known_at, key_id")
                .query(IssuingAuthorities::authority)
                .list();
    }

    /** Which issuer the folder of the batch's file has chosen, if it has. */
    public Optional<String> ofBatch(String batch) {
        return database.reader()
                .sql("SELECT issuer FROM batch WHERE id = :batch AND issuer IS NOT NULL")
                .param("batch", batch)
                .query(String.class)
                .optional();
    }

    /** Inside the caller's transaction, and in one order for all. Certificates of others are not counted. */
    void count(Collection<CertifiedBoard> boards) {
        var signed = boards.stream()
                .map(CertifiedBoard::issuer)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(issuer -> issuer, TreeMap::new, Collectors.counting()));
        signed.forEach((issuer, count) -> database.writer()
                .sql("UPDATE issuing_authority SET issued = issued + :count WHERE key_id = :id")
                .param("count", count)
                .param("id", issuer)
                .update());
    }

    private static IssuingAuthority authority(ResultSet row, int index) throws SQLException {
        return new IssuingAuthority(
                row.getString("key_id"),
                row.getString("name"),
                row.getString("chain"),
                row.getLong("issued"),
                Instant.ofEpochMilli(row.getLong("known_at")));
    }
}
