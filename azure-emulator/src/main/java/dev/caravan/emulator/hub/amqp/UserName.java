package dev.caravan.emulator.hub.amqp;

import java.util.Locale;
import java.util.Optional;

import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.Hubs;

/**
 * A SASL PLAIN user name: {@code {deviceId}@sas.{hub}} or {@code {policy}@sas.root.{hub}} (documented), where the hub may
 * be named with its domain or without.
 */
record UserName(String name, Hub hub, boolean isPolicy) {

    private static final String SAS = "@sas.";
    private static final String ROOT = "root.";
    private static final String DOMAIN = ".azure-devices.net";

    static Optional<UserName> parse(String user, Hubs hubs) {
        var at = user.lastIndexOf(SAS);
        if (at <= 0) {
            return Optional.empty();
        }
        var name = user.substring(0, at);
        var rest = user.substring(at + SAS.length()).toLowerCase(Locale.ROOT);
        var policy = rest.startsWith(ROOT);
        var hub = policy ? rest.substring(ROOT.length()) : rest;
        return hubs.find(hub).or(() -> hubs.find(hub + DOMAIN)).map(found -> new UserName(name, found, policy));
    }
}
