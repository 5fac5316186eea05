package dev.caravan.custody;

import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.Collection;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.KeyId;
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
        try {
            var der = Base64.getEncoder().encodeToString(identity.leaf().getEncoded());
            var issuer = KeyId.ofIssuer(identity.leaf()).orElse(null);
            return new CertifiedBoard(identity.guid(), identity.thumbprint(), der, issuer);
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException("a certificate just issued cannot be encoded", broken);
        }
    }
}
