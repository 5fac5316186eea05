package dev.caravan.callback;

import org.jspecify.annotations.Nullable;

/** What came of one call to a receiver. */
sealed interface Outcome {

    /** It has taken the event. */
    record Taken(int status) implements Outcome {}

    /** It wants no events any more. */
    record Gone(int status) implements Outcome {}

    /** It may be tried again. @param status null if there was no answer */
    record Failed(@Nullable Integer status, String words) implements Outcome {}
}
