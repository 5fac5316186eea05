package dev.caravan.emulator.hub.mqtt;

import java.util.Locale;
import java.util.Optional;

/**
 * A hub's user name: {@code {hub}/{device}/?api-version=…}, or {@code {hub}/{device}/{module}/?api-version=…}
 * (documented). There are no modules here.
 */
record UserName(String hub, String deviceId, boolean isModule) {

    static Optional<UserName> parse(String text) {
        var query = text.indexOf("/?api-version=");
        if (query < 0) {
            return Optional.empty();
        }
        var parts = text.substring(0, query).split("/", -1);
        return parts.length == 2 || parts.length == 3
                ? Optional.of(new UserName(parts[0].toLowerCase(Locale.ROOT), parts[1], parts.length == 3))
                : Optional.empty();
    }
}
