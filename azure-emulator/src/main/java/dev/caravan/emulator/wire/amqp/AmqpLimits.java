package dev.caravan.emulator.wire.amqp;

import java.time.Duration;

/**
 * What the server tells a client in its OPEN.
 *
 * @param largestFrame in bytes; longer messages come in several
 * @param idleTime after twice this time without a frame the server hangs up; the client sends empty frames meanwhile
 */
public record AmqpLimits(int largestFrame, int largestChannel, Duration idleTime) {

    /** What Azure's gateways were seen to say in an OPEN. */
    public static final AmqpLimits USUAL = new AmqpLimits(64 * 1024, 8191, Duration.ofMinutes(4));
}
