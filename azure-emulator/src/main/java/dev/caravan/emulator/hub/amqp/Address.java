package dev.caravan.emulator.hub.amqp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a link leads. The SDKs write addresses with and without a slash in front; letter case counts in device ids only.
 *
 * @param deviceId as it stands in the address; empty for what belongs to no device
 */
record Address(Kind kind, String deviceId) {

    private static final Pattern DEVICE = Pattern.compile("devices/([^/]+)/(.+)", Pattern.CASE_INSENSITIVE);

    enum Kind {
        TOKENS,
        TELEMETRY,
        MAIL,
        TWIN,
        METHODS,
        SERVICE_MAIL,
        FEEDBACK,
        FILE_NOTIFICATIONS,
        UNKNOWN;

        private static Kind ofDevice(String path) {
            return switch (path) {
                case "messages/events" -> TELEMETRY;
                case "messages/devicebound" -> MAIL;
                case "twin" -> TWIN;
                case "methods/devicebound" -> METHODS;
                default -> UNKNOWN;
            };
        }

        private static Kind ofHub(String path) {
            return switch (path) {
                case "$cbs" -> TOKENS;
                case "messages/devicebound" -> SERVICE_MAIL;
                case "messages/servicebound/feedback" -> FEEDBACK;
                case "messages/servicebound/filenotifications" -> FILE_NOTIFICATIONS;
                default -> UNKNOWN;
            };
        }
    }

    static Address parse(String address) {
        var path = address.replaceFirst("^(amqps://[^/]*)?/", "");
        var device = DEVICE.matcher(path);
        return device.matches()
                ? new Address(Kind.ofDevice(device.group(2).toLowerCase(Locale.ROOT)), device.group(1))
                : new Address(Kind.ofHub(path.toLowerCase(Locale.ROOT)), "");
    }

    /** Some SDKs encode ids in addresses and some do not; a percent sign may also be part of an id. */
    static String decoded(String id) {
        try {
            return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return id;
        }
    }
}
