package dev.caravan.custody;

import java.security.cert.CertificateException;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Function;

import dev.caravan.board.Board;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafIssuers;
import dev.caravan.certificate.Pem;
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
     * For boards of one batch that are issued to together: a name stands for one issuer, also while that is replaced.
     *
     * @return throws {@link dev.caravan.certificate.CertificateAuthorityException} for a board whose issuer is not there
     */
    public Function<Board, LeafIssuer> in(String batch) {
        var folder = authorities.ofBatch(batch).orElse(null);
        var named = new HashMap<String, LeafIssuer>();
        return board -> named.computeIfAbsent(
                former(board).orElseGet(() -> choice.of(board.attributes().get(COLUMN), folder, board.consignee())),
                leaves::named);
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
            return KeyId.ofIssuer(Pem.ofBoard(certificate));
        } catch (CertificateException unreadable) {
            return Optional.empty();
        }
    }
}
