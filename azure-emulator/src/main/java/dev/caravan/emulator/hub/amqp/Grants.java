package dev.caravan.emulator.hub.amqp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.sas.SasToken;

/** The tokens that were found good on one connection, each by the newest; on the connection's thread only. */
final class Grants {

    private final Map<String, SasToken> devices = new HashMap<>();
    private @Nullable SasToken whole;

    void device(String deviceId, SasToken token) {
        devices.put(deviceId, token);
    }

    void hub(SasToken token) {
        whole = token;
    }

    /** A device's own token, else the one that is good for the whole hub. */
    Optional<SasToken> ofDevice(String deviceId) {
        return Optional.ofNullable(devices.getOrDefault(deviceId, whole));
    }

    Optional<SasToken> ofHub() {
        return Optional.ofNullable(whole);
    }

    void forget(String deviceId) {
        devices.remove(deviceId);
    }
}
