package dev.caravan.emulator.hub;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A message from the cloud to one device.
 *
 * @param expiry when it goes away undelivered; null: after the hub's usual time
 */
public record CloudMessage(
        MessageProperties properties, byte[] body, @Nullable Instant expiry) {

    /** The expiry its sender wished. */
    public Optional<Instant> wishedExpiry() {
        return Optional.ofNullable(expiry);
    }
}
