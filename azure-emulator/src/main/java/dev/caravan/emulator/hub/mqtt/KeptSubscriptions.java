package dev.caravan.emulator.hub.mqtt;

import java.util.Map;
import java.util.WeakHashMap;

import dev.caravan.emulator.hub.Device;

/** What outlives a connection that was opened without the clean-session flag, until the device is gone. */
final class KeptSubscriptions {

    private final Map<Device, Subscriptions> kept = new WeakHashMap<>();

    /** Those of the device's last connection; none yet when it had no such connection, or asks to begin anew. */
    synchronized Subscriptions of(Device device, boolean clean) {
        var topics = new Topics(device.id());
        if (clean) {
            kept.remove(device);
            return new Subscriptions(topics);
        }
        return kept.computeIfAbsent(device, none -> new Subscriptions(topics));
    }
}
