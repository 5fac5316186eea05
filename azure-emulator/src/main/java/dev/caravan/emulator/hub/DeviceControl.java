package dev.caravan.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** What the control port does with a device: messages, desired properties, enabling and disabling. */
public final class DeviceControl {

    private final Device device;

    DeviceControl(Device device) {
        this.device = device;
    }

    /** Refused with {@link HubError} when the device has too many messages waiting already, or it is too large. */
    public void send(CloudMessage message) {
        device.queue(message);
    }

    /** Merges; refused with {@link HubError} when a twin limit would break. */
    public void patchDesired(ObjectNode patch) {
        device.desiredChanged(device.twin().patchDesired(patch));
    }

    /** A device that is disabled loses its connection and gets no new one. */
    public void enable(boolean on) {
        device.enable(on);
    }

    /** State, thumbprints and twin; no symmetric key. */
    static ObjectNode show(Device device) {
        var identity = device.identity();
        var shown = Json.object()
                .put("status", identity.enabled() ? "enabled" : "disabled")
                .put("authenticationType", identity.authentication().type())
                .put("iotEdge", identity.iotEdge());
        if (identity.authentication() instanceof Authentication.SelfSigned known) {
            shown.put("primaryThumbprint", known.primary()).put("secondaryThumbprint", known.secondary());
        }
        shown.put("connected", device.connected())
                .put("waitingMessages", device.mailbox().size());
        shown.set("twin", device.twin().show());
        return shown;
    }
}
