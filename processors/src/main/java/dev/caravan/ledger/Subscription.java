package dev.caravan.ledger;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;

/**
 * Somebody's wish to be told of events at an address of theirs. It holds no secret.
 *
 * @param owner who made it; nobody else sees it
 * @param types of events; empty for all
 * @param consignee only events of boards that ship to this one; null for all, also those of batches
 * @param problem why nothing arrives at the moment, or why it is disabled; null if all is well
 * @param readTo position of the last event that was looked at for it
 * @param waiting events that are not delivered yet
 * @param parked events that were given up
 * @param publicKey what its signatures are checked with; null for {@link Signature#HMAC}
 * @param previousSecretUntil how long the secret before the last rotation signs too; null if none does
 */
public record Subscription(
        String id,
        String owner,
        String url,
        Set<String> types,
        @Nullable String consignee,
        State state,
        @Nullable String problem,
        long readTo,
        long waiting,
        long parked,
        Signature signature,
        @Nullable String publicKey,
        @Nullable Instant previousSecretUntil,
        Instant createdAt) {

    /** Whether somebody with this reach may be told of all that it asks for. */
    public boolean isWithin(Reach reach) {
        return reach.sees(consignee);
    }

    /** How events are signed. */
    public enum Signature {
        /** HMAC-SHA256, with a secret that hub and receiver share. */
        HMAC,
        /** With a key that only the hub has; anybody may check. */
        ED25519
    }

    /** Whether anything is sent. */
    public enum State {
        /** Events are sent. */
        ACTIVE,
        /** The receiver has answered that it is gone, or the owner may not come in, or not see all of it, any more; a replay enables it again. */
        DISABLED
    }
}
