package dev.caravan.ledger;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The right to deliver to one subscription, until its lease ends by the database's clock. Each write under a turn renews
 * the lease, and is refused with {@link TurnLostException} once somebody else has taken it.
 *
 * @param worker the hub process
 * @param attempt grows with every turn of the subscription
 */
public record Turn(String subscription, String worker, int attempt) {

    /**
     * What is to be done in a turn, as it stands at the moment.
     *
     * @param readTo position of the last event that was looked at
     * @param failures how often in succession nothing at all has arrived
     * @param secret encrypted, as is the one before
     * @param previousSecret null if it signs no longer
     */
    public record Errand(
            String url,
            Set<String> types,
            @Nullable String consignee,
            long readTo,
            int failures,
            Subscription.Signature signature,
            String secret,
            @Nullable String previousSecret) {}
}
