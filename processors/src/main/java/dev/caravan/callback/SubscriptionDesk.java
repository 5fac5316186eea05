package dev.caravan.callback;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription;
import dev.caravan.ledger.Subscriptions;

/** Makes the secrets of subscriptions. What it gives is the only time that anybody sees them. */
public final class SubscriptionDesk {

    private final Subscriptions subscriptions;
    private final Vault vault;
    private final SecureRandom random;

    public SubscriptionDesk(Subscriptions subscriptions, Vault vault, SecureRandom random) {
        this.subscriptions = subscriptions;
        this.vault = vault;
        this.random = random;
    }

    /** A subscription and its new secret, as Standard Webhooks write it. */
    public record Shown(Subscription subscription, String secret) {

        /** Nothing that is logged by mistake tells the secret. */
        @Override
        public String toString() {
            return subscription.toString();
        }
    }

    /** Subscribes. @param url one that {@link Targets} have no objection to */
    public Shown subscribe(String owner, String url, Set<String> types, @Nullable String consignee) {
        var id = UUID.randomUUID().toString();
        var secret = Signing.newSecret(random);
        var wish = new Subscriptions.Wish(id, owner, url, types, consignee, vault.seal(secret, id));
        return new Shown(subscriptions.add(wish), Signing.text(secret));
    }

    /** A new secret; the one before signs too until the overlap is over. Empty if the owner has no such subscription. */
    public Optional<Shown> rotate(String owner, String id, Duration overlap) {
        var secret = Signing.newSecret(random);
        return subscriptions
                .rotate(owner, id, vault.seal(secret, id), overlap)
                .map(rotated -> new Shown(rotated, Signing.text(secret)));
    }
}
