package dev.caravan.emulator.wire;

import java.time.Duration;

/** How the bytes of an answer go out when they do not simply go out. */
public sealed interface Delivery {

    /**
     * Only the first part of the body is sent.
     *
     * @param kept how much of the body, from 0 to 1
     * @param announced true: the full length is announced and the connection closes early; false: what is sent is all
     *     that is announced, and only its content is incomplete
     */
    record Cut(double kept, boolean announced) implements Delivery {}

    /**
     * The body comes a few bytes at a time.
     *
     * @param bytes how many at a time, at least 1
     */
    record Dribble(int bytes, Duration pause) implements Delivery {}
}
