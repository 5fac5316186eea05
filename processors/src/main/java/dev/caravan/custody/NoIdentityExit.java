package dev.caravan.custody;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.certificate.IssuedIdentity;

/** Makes no private key, because nobody is named who could open it: batches wait, and say so. */
public final class NoIdentityExit implements IdentityExit {

    private static final Logger LOG = LoggerFactory.getLogger(NoIdentityExit.class);

    static final String REASON = "no private key is made, because " + CustodySettings.STATIONS
            + " is empty: there is no flashing station whose certificate a key could be sealed with, and an unencrypted"
            + " key at rest would be a leak. Put the station's certificate (PEM) into a file, name it there in"
            + " config/hub.yaml and start the hub again; the batch then goes on by itself";

    /** Says so in the log at every start. */
    public NoIdentityExit() {
        LOG.atWarn().log(REASON);
    }

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

    /** Nothing is kept here, and whoever has revoked a board must not wait for a station. */
    @Override
    public void destroyAll(BatchBox batch, Collection<IdentityRef> identities) {}

    @Override
    public int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted) {
        throw refusal();
    }

    private static KeyCustodyException refusal() {
        return new KeyCustodyException(REASON);
    }
}
