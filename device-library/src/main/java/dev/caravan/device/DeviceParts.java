package dev.caravan.device;

import java.time.Clock;
import java.util.random.RandomGenerator;

import dev.caravan.device.hub.AzureHubConnector;
import dev.caravan.device.hub.HubConnector;
import dev.caravan.device.hub.HubTimes;
import dev.caravan.device.outbound.Outbound;
import dev.caravan.device.registration.DpsRegistrar;
import dev.caravan.device.registration.DpsSettings;
import dev.caravan.device.registration.Registrar;

/**
 * What all devices of a process share.
 *
 * @param random also used by several threads at once; take a thread-safe one
 */
public record DeviceParts(
        Registrar registrar, HubConnector connector, DeviceTimes times, Clock clock, RandomGenerator random) {

    /** Azure's provisioning service and hubs by the system clock. */
    public static DeviceParts azure(DpsSettings dps, Outbound outbound, DeviceTimes times, RandomGenerator random) {
        Clock clock = Clock.systemUTC();
        return new DeviceParts(
                new DpsRegistrar(dps, outbound, clock, random),
                new AzureHubConnector(outbound, HubTimes.USUAL),
                times,
                clock,
                random);
    }
}
