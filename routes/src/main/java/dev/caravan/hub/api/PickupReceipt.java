package dev.caravan.hub.api;

import java.time.Instant;
import java.util.Objects;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.ledger.Pickup;

/** Says that a board has its identity. */
public record PickupReceipt(
        @Schema(example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
        String guid,

        @Schema(description = "SHA-256 of the certificate, upper-case hexadecimal")
        String thumbprint,

        Instant pickedUpAt,
        Instant confirmedAt,

        @Schema(description = "whether the time was over; the envelope had been destroyed by then")
        boolean late) {

    static PickupReceipt of(Pickup pickup) {
        return new PickupReceipt(
                pickup.guid().value(),
                pickup.thumbprint(),
                pickup.begunAt(),
                Objects.requireNonNull(pickup.confirmedAt()),
                pickup.isLate());
    }
}
