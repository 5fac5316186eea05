package dev.caravan.custody;

import java.util.Base64;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.Thumbprint;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.CertifiedBoard;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.IllegalTransitionException;
import dev.caravan.ledger.StaleClaimException;

/**
 * Key and certificate are durable in the work folder first, then the ledger knows them. What the ledger refuses is
 * destroyed: nobody else would, when a hub wakes long after its batch has ended elsewhere.
 */
public final class IdentityRecord {

    private final Boards boards;
    private final IdentityExit exit;

    public IdentityRecord(Boards boards, IdentityExit exit) {
        this.boards = boards;
        this.exit = exit;
    }

    /** @throws StaleClaimException if the claim was lost; then the identities exist no longer */
    public void keep(Claim claim, BatchBox box, Collection<IssuedIdentity> identities) {
        exit.keepAll(box, identities);
        try {
            boards.certified(
                    claim, identities.stream().map(IdentityRecord::certified).toList());
        } catch (StaleClaimException | IllegalTransitionException refused) {
            exit.destroyAll(box, identities.stream().map(IdentityRef::of).toList());
            throw refused;
        }
    }

    /** What the ledger keeps of an identity: everything but the key. */
    public static CertifiedBoard certified(IssuedIdentity identity) {
        var issuer = KeyId.ofIssuer(identity.leaf()).orElse(null);
        return certified(identity.guid(), Pem.der(identity.leaf()), issuer);
    }

    /**
     * @param leaf DER
     * @param issuer key identifier of the authority of this hub that signed it; null if none did
     */
    static CertifiedBoard certified(BoardGuid guid, byte[] leaf, @Nullable String issuer) {
        return new CertifiedBoard(guid, Thumbprint.of(leaf), Base64.getEncoder().encodeToString(leaf), issuer);
    }
}
