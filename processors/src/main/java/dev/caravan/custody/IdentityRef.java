package dev.caravan.custody;

import java.util.regex.Pattern;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.IssuedIdentity;

/**
 * One certain identity of a board. A board may have had several, because a worker that lost its claim may have issued
 * one as well; the ledger's thumbprint says which one counts.
 *
 * @param thumbprint SHA-256 of the leaf, upper-case hexadecimal
 */
public record IdentityRef(BoardGuid guid, String thumbprint) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9A-F]{64}");

    public IdentityRef {
        if (!SHA_256.matcher(thumbprint).matches()) {
            throw new IllegalArgumentException("a thumbprint is 64 upper-case hexadecimal digits");
        }
    }

    public static IdentityRef of(IssuedIdentity identity) {
        return new IdentityRef(identity.guid(), identity.thumbprint());
    }
}
