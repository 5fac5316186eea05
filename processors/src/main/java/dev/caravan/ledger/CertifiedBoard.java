package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/**
 * A board whose identity is safe on disk.
 *
 * @param thumbprint SHA-256 of the leaf, upper-case hex
 * @param certificate the leaf, base64 DER
 * @param issuer key identifier of the authority that signed it, hex; null if nobody needs to count it
 */
public record CertifiedBoard(
        BoardGuid guid,
        String thumbprint,
        String certificate,
        @Nullable String issuer) {

    public CertifiedBoard(BoardGuid guid, String thumbprint, String certificate) {
        this(guid, thumbprint, certificate, null);
    }
}
