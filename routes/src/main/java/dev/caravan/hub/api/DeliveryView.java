package dev.caravan.hub.api;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Delivery;

/** One event on its way to a subscription. */
public record DeliveryView(
        @Schema(description = "id of the event, and webhook-id of the message")
        String event,

        @Schema(description = "the event's place in the order of all")
        String sequence,

        @Schema(example = "board.enrolled") String type,

        @Schema(description = "GUID of the board or name of the batch")
        String subject,

        Delivery.State state,

        @Schema(description = "since it waits") int attempts,

        @Schema(description = "when it was tried last; absent if it was not yet") @Nullable
        Instant triedAt,

        @Schema(description = "when it is tried next, at the earliest; absent once it waits no longer") @Nullable
        Instant dueAt,

        @Schema(description = "what the receiver has answered last; absent if there was no answer") @Nullable
        Integer status,

        @Schema(description = "why the last attempt has failed; absent if it has not") @Nullable
        String problem) {

    static DeliveryView of(Delivery delivery) {
        return new DeliveryView(
                delivery.eventId(),
                Long.toString(delivery.position()),
                delivery.type(),
                delivery.subject(),
                delivery.state(),
                delivery.attempts(),
                delivery.triedAt(),
                delivery.dueAt(),
                delivery.status(),
                delivery.problem());
    }
}
