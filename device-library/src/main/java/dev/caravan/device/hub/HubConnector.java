package dev.caravan.device.hub;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.identity.DeviceIdentity;

/** Opens a session where the provisioning service said. */
@FunctionalInterface
public interface HubConnector {

    /**
     * Tries once.
     *
     * @throws HubException.Refused when the hub does not accept the device
     * @throws HubException.Unavailable when there is no connection
     */
    HubSession open(DeviceIdentity identity, Assignment assignment, HubListener listener)
            throws HubException, InterruptedException;
}
