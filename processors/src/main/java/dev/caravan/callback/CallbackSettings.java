package dev.caravan.callback;

import java.time.Duration;
import java.util.List;

/**
 * How events go to other systems ({@code caravan.callback}).
 *
 * @param allowedNetworks ranges such as {@code 10.1.0.0/16} that may be called although they are not public
 * @param allowedHosts the only host names that may be called; empty for all
 * @param throughProxy whether the outbound proxy is used, which then looks up the names
 * @param connectTimeout for the TCP connection
 * @param totalTimeout from the look-up of the name to the end of the answer
 * @param giveUpAfter how long a delivery is tried before it is parked
 */
public record CallbackSettings(
        List<String> allowedNetworks,
        List<String> allowedHosts,
        boolean throughProxy,
        Duration connectTimeout,
        Duration totalTimeout,
        Duration giveUpAfter) {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    public CallbackSettings {
        allowedNetworks = List.copyOf(allowedNetworks);
        allowedHosts = List.copyOf(allowedHosts);
        allowedNetworks.forEach(Network::of);
        if (throughProxy && allowedHosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "caravan.callback.allowed-hosts must name the hosts that may be called, because with"
                            + " caravan.callback.through-proxy the proxy looks up the names, and nothing else can keep"
                            + " a call away from the proxy's own network");
        }
        requireWithin("connect-timeout", connectTimeout, LONGEST_CALL);
        requireWithin("total-timeout", totalTimeout, LONGEST_CALL);
        if (giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("caravan.callback.give-up-after must not be negative");
        }
    }

    private static void requireWithin(String key, Duration value, Duration most) {
        if (value.toMillis() < 1 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "caravan.callback." + key + " must be 1ms to " + most.toSeconds() + "s, but is " + value);
        }
    }
}
