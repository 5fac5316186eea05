package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one subscription, and what became of it.
 *
 * @param position of the event
 * @param type of the event
 * @param attempts since it waits
 * @param dueAt when it is tried next, at the earliest; null once it waits no longer
 * @param triedAt when it was tried last; null if it was not yet
 * @param status what the receiver has answered last; null if there was no answer
 * @param problem why the last attempt has failed; null if it has not
 */
public record Delivery(
        long position,
        String eventId,
        String type,
        String subject,
        State state,
        int attempts,
        @Nullable Instant dueAt,
        @Nullable Instant triedAt,
        @Nullable Integer status,
        @Nullable String problem) {

    /** How far it is. */
    public enum State {
        /** It is tried until it is delivered or given up. */
        WAITING,
        /** The receiver has taken it. */
        DELIVERED,
        /** It was given up; a replay tries it again. */
        PARKED
    }
}
