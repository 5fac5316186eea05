package dev.caravan.hub.access;

import java.time.Duration;

/**
 * How much one caller may ask for ({@code caravan.http.limits}).
 *
 * @param principalPerSecond requests of one principal; ten seconds' worth may come at once
 * @param addressPerSecond requests from one address, whoever makes them; ten seconds' worth may come at once
 * @param addressAtOnce requests from one address that are being received at the same time
 * @param principalAtOnce requests of one principal that are worked at the same time
 * @param principalWaiting requests of one principal that wait for that
 * @param bodyTime how long a request's body may take to arrive
 */
public record LimitSettings(
        int principalPerSecond,
        int addressPerSecond,
        int addressAtOnce,
        int principalAtOnce,
        int principalWaiting,
        Duration bodyTime) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public LimitSettings {
        positive("principal-per-second", principalPerSecond);
        positive("address-per-second", addressPerSecond);
        positive("address-at-once", addressAtOnce);
        positive("principal-waiting", principalWaiting);
        if (principalAtOnce < 1 || principalAtOnce > Workers.THREADS) {
            throw new IllegalArgumentException("caravan.http.limits.principal-at-once must be 1 to " + Workers.THREADS
                    + ", but is " + principalAtOnce);
        }
        if (bodyTime.compareTo(Duration.ofSeconds(1)) < 0 || bodyTime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("caravan.http.limits.body-time must be 1s to 10m, but is " + bodyTime);
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("caravan.http.limits." + key + " must be at least 1, but is " + value);
        }
    }
}
