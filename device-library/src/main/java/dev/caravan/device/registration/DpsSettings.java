package dev.caravan.device.registration;

import java.time.Duration;

/**
 * Which provisioning service, and how it is asked.
 *
 * @param idScope the service's id scope, such as {@code 0ne00A1B2C3}
 * @param globalEndpoint host name without port
 * @param transport protocol of the registration; an HTTP proxy makes it HTTPS whatever is said here
 * @param deadline how long one attempt may take in all; at least 5 s, because an ordinary one takes about 2.5 s
 * @param throttle how long to stay away after "too many requests" (HTTP 429): the service's client hides its Retry-After
 * @param conflict how long to stay away after a registration of the same device was under way (HTTP 409)
 */
public record DpsSettings(
        String idScope,
        String globalEndpoint,
        Transport transport,
        Duration deadline,
        Duration throttle,
        Duration conflict) {

    /** Where Azure's public cloud listens. */
    public static final String GLOBAL_ENDPOINT = "global.azure-devices-provisioning.net";

    /** Protocols that X.509 devices can register over. */
    public enum Transport {
        MQTT,
        HTTPS
    }

    public DpsSettings {
        if (!idScope.matches("[0-9A-Za-z]{3,32}")) {
            throw new IllegalArgumentException(
                    "the id scope is letters and digits such as 0ne00A1B2C3, not '" + idScope + "'");
        }
        if (!globalEndpoint.matches("[A-Za-z0-9.-]+\\.[A-Za-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "the global endpoint is a host name without port, not '" + globalEndpoint + "'");
        }
        if (deadline.compareTo(Duration.ofSeconds(5)) < 0) {
            throw new IllegalArgumentException("the deadline of a registration is at least 5 s, not " + deadline);
        }
        if (throttle.isNegative() || conflict.isNegative()) {
            throw new IllegalArgumentException(
                    "the waits after throttle (" + throttle + ") and conflict (" + conflict + ") are not negative");
        }
    }

    /** Azure's public cloud over MQTT: one attempt may take 90 s, 60 s away after a throttle, 30 s after a conflict. */
    public static DpsSettings azure(String idScope) {
        return new DpsSettings(
                idScope,
                GLOBAL_ENDPOINT,
                Transport.MQTT,
                Duration.ofSeconds(90),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }
}
