package dev.caravan.emulator.wire.http;

import dev.caravan.emulator.wire.Line;

/** The way back to the sender of one call: exactly one of {@link #answer} and {@link #drop} ends it. */
public interface Exchange extends Line {

    /** Sends the answer; any thread. */
    void answer(Answer answer);

    /** Whether the sender has hung up, so that nobody reads an answer any more. */
    boolean isGone();
}
