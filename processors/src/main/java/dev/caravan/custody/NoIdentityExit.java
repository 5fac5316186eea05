package dev.caravan.custody;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.caravan.certificate.IssuedIdentity;

/** The answer outside the demo profile: no private key is made, because there is no safe way out for it yet. */
public final class NoIdentityExit implements IdentityExit {

    static final String REASON = "Caravan makes no private keys outside the demo profile yet: there is no sealed way to"
            + " the flashing station in this version, and an unencrypted key at rest would be a leak."
            + " To try the whole story with keys in the clear, run ./caravan demo";

    @Override
    public void requireKeysAllowed() {
        throw refusal();
    }

    @Override
    public void keepAll(BatchBox batch, Collection<IssuedIdentity> identities) {
        throw refusal();
    }

    @Override
    public Set<IdentityRef> deliverAll(BatchBox batch, Collection<IdentityRef> identities) {
        throw refusal();
    }

    @Override
    public Optional<Whereabouts> find(BatchBox batch, IdentityRef identity) {
        throw refusal();
    }

    @Override
    public void destroyAll(BatchBox batch, Collection<IdentityRef> identities) {
        throw refusal();
    }

    @Override
    public int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted) {
        throw refusal();
    }

    private static KeyCustodyException refusal() {
        return new KeyCustodyException(REASON);
    }
}
