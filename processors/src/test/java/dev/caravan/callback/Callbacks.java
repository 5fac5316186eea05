package dev.caravan.callback;

import java.net.InetAddress;
import java.net.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Settings and parts as the tests of this package want them. */
final class Callbacks {

    static final List<String> THIS_MACHINE = List.of("127.0.0.0/8");

    static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00.9Z"), ZoneOffset.UTC);

    private Callbacks() {}

    static CallbackSettings settings(List<String> networks) {
        return settings(networks, Duration.ofSeconds(10));
    }

    static CallbackSettings settings(List<String> networks, Duration total) {
        return new CallbackSettings(networks, List.of(), false, Duration.ofSeconds(5), total, Duration.ofDays(3));
    }

    /** Every name is this machine. */
    static InetAddress[] here(String host) {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    static Caller caller(CallbackSettings settings, Targets.Resolver names, Receiver receiver) {
        return new Caller(settings, new Targets(settings, names), receiver.trust(), Proxy.NO_PROXY, NOON);
    }
}
