package dev.caravan.device;

/**
 * Where a device stands on its way to the hub.
 *
 * <pre>
 *            ┌─▶ WAITING_ACTIVATION ─┐
 *            ├─▶ WAITING_SERVICE ────┤
 *  NEW ──────┼─▶ WAITING_UPLINK ─────┼──▶ ASSIGNED ──▶ CONNECTED ◀──▶ DISCONNECTED
 *            ├─▶ REFUSED ────────────┤                                      │
 *            └─▶ FAILED ─────────────┘◀── the hub refuses the device ───────┘
 * </pre>
 *
 * Each of the five in the middle is asked again, at the instant the status names, and may turn into any other.
 */
public enum DeviceState {
    /** Nothing was tried yet. */
    NEW,
    /** The provisioning service knows the device and waits for its activation. */
    WAITING_ACTIVATION,
    /** The provisioning service cannot be reached. */
    WAITING_UPLINK,
    /** The provisioning service is throttled or in trouble and wants to be asked later. */
    WAITING_SERVICE,
    /** The provisioning service does not accept the identity; a person must act. */
    REFUSED,
    /** The provisioning service cannot give the device a hub, or this machine cannot go on; a person must act. */
    FAILED,
    /** The hub is known and about to be connected. */
    ASSIGNED,
    /** The session is open. */
    CONNECTED,
    /** The hub is known, and there is no session with it. */
    DISCONNECTED
}
