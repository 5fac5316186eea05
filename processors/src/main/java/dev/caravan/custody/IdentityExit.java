package dev.caravan.custody;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.caravan.certificate.IssuedIdentity;

/**
 * The one way that a private key takes out of the hub: keep, then tell the ledger, then DPS, and only when DPS has the
 * board disabled, deliver. Every call may be repeated after a crash, and several threads may work on one batch.
 *
 * <p>Each call throws {@link KeyCustodyException} where keys are refused, and {@link java.io.UncheckedIOException} when
 * the disk fails.
 */
public interface IdentityExit {

    /**
     * Asked before a key is generated, so that none exists where none may.
     *
     * @throws KeyCustodyException with the reason
     */
    void requireKeysAllowed();

    /** Durable when this returns; only then may the ledger be told. Never touches another identity of the same board. */
    void keepAll(BatchBox batch, Collection<IssuedIdentity> identities);

    /**
     * Hands over what was kept; durable when this returns. What was delivered before stays as it is.
     *
     * @return those that are neither kept nor delivered: lost, or picked up after an earlier delivery
     */
    Set<IdentityRef> deliverAll(BatchBox batch, Collection<IdentityRef> identities);

    /** Where exactly this identity is, if it is anywhere. */
    Optional<Whereabouts> find(BatchBox batch, IdentityRef identity);

    /** Destroys kept identities that must not leave; what is delivered or absent is left alone. Durable. */
    void destroyAll(BatchBox batch, Collection<IdentityRef> identities);

    /**
     * Destroys every kept identity of the batch that is not wanted: those of workers that lost their claim. Reads the
     * whole folder, so it is for a batch's end, not for every chunk.
     *
     * @param wanted asked when the folder is read to its end: what is kept from then on is never destroyed
     * @return how many were destroyed
     */
    int destroyStrays(BatchBox batch, Predicate<IdentityRef> wanted);

    /** As {@link #keepAll}, for one. */
    default void keep(BatchBox batch, IssuedIdentity identity) {
        keepAll(batch, List.of(identity));
    }

    /**
     * As {@link #deliverAll}, for one.
     *
     * @return whether it is delivered now
     */
    default boolean deliver(BatchBox batch, IdentityRef identity) {
        return deliverAll(batch, List.of(identity)).isEmpty();
    }

    /** As {@link #destroyAll}, for one. */
    default void destroy(BatchBox batch, IdentityRef identity) {
        destroyAll(batch, List.of(identity));
    }
}
