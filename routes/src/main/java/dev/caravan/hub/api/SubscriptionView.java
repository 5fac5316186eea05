package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription;

/** A subscription. */
public record SubscriptionView(
        @Schema(example = "7b1c4a52-6a34-4a54-8f5b-0d7a8f0e6c11")
        String id,

        @Schema(example = "https://erp.example/caravan-events")
        String url,

        @Schema(description = "types of events; empty for all")
        List<String> types,

        @Schema(description = "absent for the boards of all") @Nullable
        String consignee,

        @Schema(
                description =
                        "DISABLED after the receiver has answered 410, or when its owner has no valid key any more; a replay enables it again")
        Subscription.State state,

        @Schema(description = "why nothing arrives at the moment; absent if all is well") @Nullable
        String problem,

        @Schema(description = "events that are not delivered yet")
        long waiting,

        @Schema(description = "events that were given up") long parked,

        @Schema(description = "how events are signed", example = "hmac")
        String signature,

        @Schema(
                description = "what ed25519 signatures are checked with; absent for hmac",
                example = "whpk_5aB1s2mO2PhbLWAnWvI2YRUjQ0YqH5lYcIbVTTfQhW0=")
        @Nullable
        String publicKey,

        @Schema(description = "how long the secret or key before the last rotation signs too; absent if none does")
        @Nullable
        Instant previousSecretUntil,

        Instant createdAt,

        @Schema(
                description = "signs the events, for hmac; given once, when it is made, and never again",
                example = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
        @Nullable
        String secret) {

    static SubscriptionView of(Subscription subscription) {
        return of(subscription, null);
    }

    static SubscriptionView of(Subscription subscription, @Nullable String secret) {
        return new SubscriptionView(
                subscription.id(),
                subscription.url(),
                subscription.types().stream().sorted().toList(),
                subscription.consignee(),
                subscription.state(),
                subscription.problem(),
                subscription.waiting(),
                subscription.parked(),
                subscription.signature().name().toLowerCase(Locale.ROOT),
                subscription.publicKey(),
                subscription.previousSecretUntil(),
                subscription.createdAt(),
                secret);
    }
}
