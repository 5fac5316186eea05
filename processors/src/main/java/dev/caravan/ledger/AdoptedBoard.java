package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.SecondCertificate;

/**
 * A board that DPS has and the ledger is to know.
 *
 * @param thumbprint SHA-256 of the leaf, upper-case hex
 * @param certificate the leaf, base64 DER
 * @param activation hub and twin of an enabled enrollment; null for a disabled one
 * @param second what DPS accepts beside the leaf, because the board is being rolled to it; null for nothing
 */
public record AdoptedBoard(
        BoardGuid guid,
        String thumbprint,
        String certificate,
        @Nullable Activation activation,
        @Nullable SecondCertificate second) {

    /** One that is not being rolled. */
    public AdoptedBoard(BoardGuid guid, String thumbprint, String certificate, @Nullable Activation activation) {
        this(guid, thumbprint, certificate, activation, null);
    }
}
