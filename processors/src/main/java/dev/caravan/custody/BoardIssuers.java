package dev.caravan.custody;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

import dev.caravan.board.Board;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafIssuers;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.IssuingAuthority;

/** Who issues to which board. A board that has had a certificate gets the next one under the same issuer's name. */
public final class BoardIssuers {

    /** The column of a batch file that names the issuer; kept among the board's attributes. */
    private static final String COLUMN = "issuer";

    private final LeafIssuers leaves;
    private final IssuerChoice choice;
    private final IssuingAuthorities authorities;

    public BoardIssuers(LeafIssuers leaves, IssuerChoice choice, IssuingAuthorities authorities) {
        this.leaves = leaves;
        this.choice = choice;
        this.authorities = authorities;
    }

    /**
     * For the boards of one batch.
     *
     * @return throws {@link dev.caravan.certificate.CertificateAuthorityException} for a board whose issuer is not there
     */
    public Function<Board, LeafIssuer> in(String batch) {
        var folder = authorities.ofBatch(batch).orElse(null);
        return board -> leaves.named(
                former(board).orElseGet(() -> choice.of(board.attributes().get(COLUMN), folder, board.consignee())));
    }

    /** The name of the issuer that signed the board's certificate, if it is one of this hub's still. */
    private Optional<String> former(Board board) {
        return Optional.ofNullable(board.certificate())
                .flatMap(BoardIssuers::signerOf)
                .flatMap(authorities::find)
                .map(IssuingAuthority::name)
                .filter(leaves.names()::contains);
    }

    /** Empty for a certificate that says nothing of it, as an adopted one may. */
    static Optional<String> signerOf(String certificate) {
        try {
            var der = Base64.getDecoder().decode(certificate);
            return KeyId.ofIssuer((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }
}
