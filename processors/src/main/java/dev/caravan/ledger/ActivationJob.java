package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;

/**
 * An activation of many boards that goes on after its request.
 *
 * @param owner as who it is done: with the rights of then
 * @param problem what it waits for, in words; null if nothing is wrong
 */
public record ActivationJob(
        String id,
        Principal owner,
        boolean dryRun,
        State state,
        @Nullable String problem,
        Instant createdAt,
        @Nullable Instant endedAt) {

    /** How far it is. */
    public enum State {
        /** Its request is still being read. */
        LOADING,
        WORKING,
        CANCELLED,
        DONE
    }

    /** The right to work it for a while. @param attempt grows with every turn */
    public record Turn(ActivationJob job, String worker, int attempt) {}
}
