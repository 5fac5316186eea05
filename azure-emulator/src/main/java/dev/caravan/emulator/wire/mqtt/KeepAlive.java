package dev.caravan.emulator.wire.mqtt;

import java.time.Duration;

/** How long a client may be silent: one and a half times its keep-alive, and 29.45 minutes at most (documented). */
final class KeepAlive {

    private static final Duration LONGEST = Duration.ofSeconds(1767);

    private KeepAlive() {}

    /** A client that asks for none (0) has the longest (inferred). */
    static Duration patience(int keepAliveSeconds) {
        var asked = Duration.ofSeconds(keepAliveSeconds).multipliedBy(3).dividedBy(2);
        return keepAliveSeconds == 0 || asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
