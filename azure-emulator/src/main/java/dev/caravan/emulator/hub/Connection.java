package dev.caravan.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A device's open connection, as the device's state sees it. Whatever carries it, it hears of these four things; any
 * thread may call, and none may block.
 */
public interface Connection {

    /** Something may be taken from the {@link Mailbox}. */
    void mailArrived();

    /** The changed part of the desired properties with {@code $version}; for a device that listens to it. */
    void desiredChanged(ObjectNode change);

    /** A direct method to pass on; false when the device does not listen to methods on this connection. */
    boolean methodCalled(MethodCall call);

    /** The hub has no more use for it: hang up. The device has forgotten the connection already. */
    void closed(Closing why);

    /** Why a hub hangs up. */
    enum Closing {
        /** A newer connection of the same device wins (documented). */
        REPLACED,
        /** The identity was disabled. */
        DISABLED,
        /** The identity is gone or was made anew. */
        REMOVED
    }
}
