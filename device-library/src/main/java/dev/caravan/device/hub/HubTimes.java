package dev.caravan.device.hub;

import java.time.Duration;

/**
 * How long the hub may take.
 *
 * @param acknowledgement for one telemetry message; at least 1 s
 * @param twinReply for one reply about the twin; short, because replies do get lost and are asked for again
 * @param twinAttempts how often such a request is made, at least 1
 */
public record HubTimes(Duration acknowledgement, Duration twinReply, int twinAttempts) {

    /** 20 s for an acknowledgement, three times 5 s for a twin. */
    public static final HubTimes USUAL = new HubTimes(Duration.ofSeconds(20), Duration.ofSeconds(5), 3);

    public HubTimes {
        if (acknowledgement.toMillis() < 1000 || twinReply.toMillis() < 1000) {
            throw new IllegalArgumentException(
                    "the hub is given at least 1 s to answer, not " + acknowledgement + " and " + twinReply);
        }
        if (twinAttempts < 1) {
            throw new IllegalArgumentException("a twin is asked for at least once, not " + twinAttempts + " times");
        }
    }

    int acknowledgementMillis() {
        return Math.toIntExact(acknowledgement.toMillis());
    }

    int twinReplyMillis() {
        return Math.toIntExact(twinReply.toMillis());
    }
}
