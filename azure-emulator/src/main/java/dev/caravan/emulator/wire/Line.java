package dev.caravan.emulator.wire;

import java.time.Duration;

/** The connection a call came in on. */
public interface Line {

    /** Runs the work on the connection's own thread after the delay, unless the connection is gone by then. */
    void later(Duration delay, Runnable work);

    /** Hangs up; what was not yet answered stays unanswered. */
    void drop();

    /** What the connection speaks. */
    Transport transport();

    /** Wishes the next answer to go out like this; only HTTPS can, every other transport sends it whole. */
    default void deliver(Delivery how) {}
}
