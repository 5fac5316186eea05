package dev.caravan.callback;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What came of one call to a receiver. */
sealed interface Outcome {

    /** It has taken the event. */
    record Taken(int status) implements Outcome {}

    /** It wants no events any more. */
    record Gone(int status) implements Outcome {}

    /**
     * It may be tried again.
     *
     * @param status null if there was no answer
     * @param retryAfter how long the receiver wants to be left alone; null if it has not said
     */
    record Failed(
            @Nullable Integer status,
            String words,
            @Nullable Duration retryAfter) implements Outcome {

        Failed(@Nullable Integer status, String words) {
            this(status, words, null);
        }
    }
}
