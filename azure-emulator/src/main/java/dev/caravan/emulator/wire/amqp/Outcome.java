package dev.caravan.emulator.wire.amqp;

/** What a client did with a message it was sent. */
public enum Outcome {
    /** Taken. */
    ACCEPTED,
    /** Not to be sent again. */
    REJECTED,
    /** To be sent again: released, modified, settled without a word, or the link went away first. */
    RELEASED
}
