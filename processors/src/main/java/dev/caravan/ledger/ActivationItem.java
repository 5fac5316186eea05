package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One board of a job.
 *
 * @param number its place in the request, from 1
 * @param guid as it was asked for; null if it was not
 * @param request what was asked, JSON
 * @param answer what became of it, JSON; null while nothing has
 */
public record ActivationItem(
        int number,
        @Nullable String guid,
        String request,
        Outcome outcome,
        @Nullable String answer) {

    /** How it has ended. */
    public enum Outcome {
        /** It has not: its turn comes. */
        WAITING,
        ACTIVATED,
        /** It was activated as asked before. */
        UNCHANGED,
        /** It could be activated; nothing was done, because only that was asked. */
        POSSIBLE,
        REFUSED,
        /** The job was cancelled before. */
        NOT_DONE
    }
}
