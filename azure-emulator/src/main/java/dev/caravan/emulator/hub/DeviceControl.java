package dev.caravan.emulator.hub;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.Device.CloudMessage;

/** What a solution back end does with a device: messages, desired properties, enabling and disabling. */
public final class DeviceControl {

    private final Device device;

    DeviceControl(Device device) {
        this.device = device;
    }

    /** False when the device has {@value Device#MOST_WAITING} messages waiting already (documented limit). */
    public boolean send(String messageId, Map<String, String> properties, byte[] body) {
        return device.queue(new CloudMessage(messageId, Map.copyOf(properties), body));
    }

    /** Merges; refused with {@link IllegalArgumentException} when a twin limit would break. */
    public void patchDesired(ObjectNode patch) {
        device.patchDesired(patch);
    }

    /** A device that is disabled loses its connection and gets no new one. */
    public void enable(boolean on) {
        device.enable(on);
    }
}
