package dev.caravan.registry;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.github.bucket4j.Bucket;

/** What one IoT Hub allows: one budget for its identities, one for its twins, as the hub counts them. */
final class RegistryBudget {

    /** Longer waits are the caller's: nobody holds a request for a minute. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final String hub;
    private final Bucket identities;
    private final Bucket twins;

    RegistryBudget(String hub, RegistrySettings settings) {
        this.hub = hub;
        var burst = Math.max(1, settings.identitiesPerMinute() / 10);
        this.identities = bucket(burst, settings.identitiesPerMinute(), Duration.ofMinutes(1));
        this.twins = bucket(settings.twinsPerSecond(), settings.twinsPerSecond(), Duration.ofSeconds(1));
    }

    private static Bucket bucket(int burst, int rate, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, period))
                .build();
    }

    /** @throws RegistryException.ComeBackLater if there is no token within some seconds */
    void takeIdentity() {
        take(identities);
    }

    /** As {@link #takeIdentity}, for a twin. */
    void takeTwin() {
        take(twins);
    }

    private void take(Bucket bucket) {
        try {
            if (!bucket.asBlocking().tryConsume(1, LONGEST_WAIT)) {
                throw new RegistryException.ComeBackLater(
                        "the quota of IoT Hub " + hub + " (caravan.registry) is used up", LONGEST_WAIT, null);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            var stopped = new CancellationException("the hub is stopping");
            stopped.initCause(stopping);
            throw stopped;
        }
    }
}
