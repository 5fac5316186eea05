package dev.caravan.ledger;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;

/** When the certificates of the fleet end: of all boards that may still need one. */
public final class Expiries {

    private static final int PAGE = 2_000;

    private final LedgerDatabase database;

    public Expiries(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * The end of one board's certificate.
     *
     * @param issuer key identifier of the authority that signed it; empty if the certificate does not say
     * @param rolling whether another one is about to take its place
     * @param expires null if the certificate cannot be read
     */
    public record Expiry(
            BoardGuid guid,
            BoardState state,
            String issuer,
            boolean rolling,
            @Nullable Instant expires) {}

    /** In the order of the GUIDs; a page of them is in memory. */
    public Stream<Expiry> all() {
        return Stream.iterate(
                        page(""),
                        rows -> !rows.isEmpty(),
                        rows -> page(rows.get(rows.size() - 1).guid().value()))
                .flatMap(List::stream);
    }

    private List<Expiry> page(String after) {
        return database.reader()
                .sql("SELECT guid, state, certificate, second_thumbprint FROM board WHERE guid > :after"
                        + " AND certificate IS NOT NULL AND state NOT IN ('REVOKED', 'REPLACED', 'DECOMMISSIONED')"
                        + " ORDER BY guid LIMIT " + PAGE)
                .param("after", after)
                .query(Expiries::expiry)
                .list();
    }

    private static Expiry expiry(ResultSet row, int index) throws SQLException {
        var certificate = certificate(row.getString("certificate"));
        return new Expiry(
                new BoardGuid(row.getString("guid")),
                BoardState.valueOf(row.getString("state")),
                certificate.flatMap(KeyId::ofIssuer).orElse(""),
                row.getString("second_thumbprint") != null,
                certificate.map(read -> read.getNotAfter().toInstant()).orElse(null));
    }

    private static Optional<X509Certificate> certificate(String base64Der) {
        try {
            return Optional.of(Pem.ofBoard(base64Der));
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }
}
