package dev.caravan.emulator.hub;

import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/**
 * A message from the cloud to one device.
 *
 * @param expiry when it goes away undelivered; null: after the hub's usual time
 */
public record CloudMessage(
        MessageProperties properties, byte[] body, @Nullable Instant expiry) {

    /** An application property that only this meaning has: which ends its sender wants to be told of. */
    public static final String ACKNOWLEDGEMENT = "iothub-ack";

    /** {@code none}, {@code positive}, {@code negative} or {@code full}. */
    String acknowledgement() {
        return properties.application().path(ACKNOWLEDGEMENT).asText("none");
    }

    ObjectNode archive() {
        var archived = Json.object().put("body", body).put("expiry", expiry == null ? null : expiry.toString());
        return archived.set("properties", properties.archive());
    }

    static CloudMessage of(Item archived) {
        return new CloudMessage(
                MessageProperties.of(archived.item("properties")),
                archived.bytes("body"),
                archived.maybeTime("expiry"));
    }

    /** The expiry its sender wished. */
    public Optional<Instant> wishedExpiry() {
        return Optional.ofNullable(expiry);
    }
}
