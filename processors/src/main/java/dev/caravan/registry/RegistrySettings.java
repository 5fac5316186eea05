package dev.caravan.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the hub talks to the registries of the IoT Hubs ({@code caravan.registry} in the configuration).
 *
 * @param connectionStringFiles one file for each IoT Hub, with its service connection string and nothing else
 * @param identitiesPerMinute quota of each IoT Hub for its identity registry
 * @param twinsPerSecond quota of each IoT Hub for reads and updates of twins
 * @param pause how long to wait after a failure that may pass; up to twice as long is waited, by chance
 * @param connectTimeout for the TCP connection, 1 s to 1 min
 * @param readTimeout for an answer, 1 s to 1 min
 */
public record RegistrySettings(
        List<Path> connectionStringFiles,
        int identitiesPerMinute,
        int twinsPerSecond,
        Duration pause,
        Duration connectTimeout,
        Duration readTimeout) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public RegistrySettings {
        connectionStringFiles = List.copyOf(connectionStringFiles);
        positive("identities-per-minute", identitiesPerMinute);
        positive("twins-per-second", twinsPerSecond);
        within("pause", pause);
        within("connect-timeout", connectTimeout);
        within("read-timeout", readTimeout);
    }

    private static void positive(String key, int value) {
        if (value < 1 || value > 1_000_000) {
            throw new IllegalArgumentException("caravan.registry." + key + " must be 1 to 1000000, but is " + value);
        }
    }

    private static void within(String key, Duration value) {
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("caravan.registry." + key + " must be 1s to 1m, but is " + value);
        }
    }
}
