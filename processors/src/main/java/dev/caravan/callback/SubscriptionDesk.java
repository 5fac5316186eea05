package dev.caravan.callback;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription;
import dev.caravan.ledger.Subscription.Signature;
import dev.caravan.ledger.Subscriptions;

/** Makes the keys that subscriptions sign with. A shared secret is seen in what this gives, and never again. */
public final class SubscriptionDesk {

    private final Subscriptions subscriptions;
    private final Vault vault;
    private final SecureRandom random;

    public SubscriptionDesk(Subscriptions subscriptions, Vault vault, SecureRandom random) {
        this.subscriptions = subscriptions;
        this.vault = vault;
        this.random = random;
    }

    /**
     * A subscription with a new key.
     *
     * @param secret as Standard Webhooks write it; null where only the hub needs it
     */
    public record Shown(Subscription subscription, @Nullable String secret) {

        /** Nothing that is logged by mistake tells the secret. */
        @Override
        public String toString() {
            return subscription.toString();
        }
    }

    /** Subscribes. @param url one that {@link Targets} have no objection to */
    public Shown subscribe(
            String owner, String url, Set<String> types, @Nullable String consignee, Signature signature) {
        var id = UUID.randomUUID().toString();
        var made = Signing.newKey(signature, random);
        var wish = new Subscriptions.Wish(id, owner, url, types, consignee, sealed(made, signature, id));
        return new Shown(subscriptions.add(wish), made.shown());
    }

    /** A new key; the one before signs too until the overlap is over. Empty if the owner has no such subscription. */
    public Optional<Shown> rotate(String owner, String id, Duration overlap) {
        return subscriptions.find(owner, id).flatMap(found -> {
            var made = Signing.newKey(found.signature(), random);
            return subscriptions
                    .rotate(owner, id, sealed(made, found.signature(), id), overlap)
                    .map(rotated -> new Shown(rotated, made.shown()));
        });
    }

    private Subscriptions.Key sealed(Signing.Key made, Signature signature, String id) {
        return new Subscriptions.Key(signature, vault.seal(made.secret(), id), made.publicKey());
    }
}
