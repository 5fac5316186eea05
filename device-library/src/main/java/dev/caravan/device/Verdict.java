package dev.caravan.device;

import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt comes to: the new state, the words for it, and how long until the next attempt.
 *
 * @param pause empty when nothing is to be tried because the device is connected or still on its way
 */
record Verdict(DeviceState state, String message, Optional<Duration> pause) {

    static Verdict waiting(DeviceState state, String message, Duration wait) {
        return new Verdict(state, message, Optional.of(wait));
    }

    static Verdict settled(DeviceState state, String message) {
        return new Verdict(state, message, Optional.empty());
    }
}
