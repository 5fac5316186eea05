package dev.caravan.device.registration;

import dev.caravan.device.identity.DeviceIdentity;

/** Asks the provisioning service once where a device belongs. */
@FunctionalInterface
public interface Registrar {

    /**
     * Blocks until there is an outcome or the registrar's own deadline has passed; never throws for what the service or the
     * network does.
     *
     * @throws InterruptedException when the calling thread is interrupted; nothing is left behind
     */
    RegistrationOutcome register(DeviceIdentity identity) throws InterruptedException;
}
