package dev.caravan.emulator.page;

import dev.caravan.emulator.dps.ProvisioningService;
import dev.caravan.emulator.fault.Faults;
import dev.caravan.emulator.fault.History;
import dev.caravan.emulator.fault.ServiceClock;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.quota.Quota;

/** All that the pages look at. */
public record State(
        ProvisioningService dps, Hubs hubs, Faults faults, Quota quota, History history, ServiceClock clock) {}
