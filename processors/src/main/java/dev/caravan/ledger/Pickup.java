package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/**
 * One board's identity on its way to a flashing station.
 *
 * @param thumbprint of the identity, SHA-256, upper-case hexadecimal
 * @param caller who fetches it
 * @param requestKey SHA-256 of the caller's Idempotency-Key
 * @param endsAt until when the same caller may fetch it again
 * @param confirmedAt when the station said that it is on the board; null until then
 * @param over whether that time is past, by the database's clock, or the flash is confirmed
 */
public record Pickup(
        BoardGuid guid,
        String batch,
        String thumbprint,
        String caller,
        String requestKey,
        Instant begunAt,
        Instant endsAt,
        @Nullable Instant confirmedAt,
        boolean over) {

    /** Whether it is this caller's, under this key. */
    public boolean isOf(String otherCaller, String otherKey) {
        return caller.equals(otherCaller) && requestKey.equals(otherKey);
    }

    /** Whether the confirmation came when the envelope was destroyed already. */
    public boolean isLate() {
        return confirmedAt != null && confirmedAt.isAfter(endsAt);
    }
}
