package dev.caravan.emulator.control;

import java.util.Locale;

import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;

/** A hub as a path of the control port names it: {@code plant-a} will do for {@code plant-a.azure-devices.net}. */
final class HubName {

    private static final String DOMAIN = ".azure-devices.net";

    private HubName() {}

    static String host(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.contains(".") ? lower : lower + DOMAIN;
    }

    /** @throws NotFound when there is no such hub */
    static Hub find(Hubs hubs, String name) {
        return hubs.find(host(name)).orElseThrow(() -> new NotFound("no hub " + host(name)));
    }
}
