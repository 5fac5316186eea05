package dev.caravan.emulator.hub.backend;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Authentication;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Registry;
import dev.caravan.emulator.hub.Registry.Wanted.Kind;
import dev.caravan.emulator.json.Json;

/** A device's entry in the identity registry, as a back end reads and writes it. */
final class IdentityJson {

    /** What has never happened (documented samples). */
    static final String NEVER = "0001-01-01T00:00:00Z";

    private static final Pattern THUMBPRINT = Pattern.compile("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");
    private static final int SHORTEST_KEY = 16;
    private static final int LONGEST_KEY = 64;

    private IdentityJson() {}

    /** With its symmetric keys: whoever may read the registry may read them (documented). */
    static ObjectNode show(Device device) {
        var identity = device.identity();
        var shown = Json.object()
                .put("deviceId", identity.deviceId())
                .put("generationId", identity.generationId())
                .put("etag", identity.etag())
                .put("connectionState", connectionState(device))
                .put("status", identity.enabled() ? "enabled" : "disabled")
                .put("statusReason", identity.statusReason())
                .put("connectionStateUpdatedTime", time(device.connectedSince()))
                .put("statusUpdatedTime", time(Optional.ofNullable(identity.statusSince())))
                .put("lastActivityTime", time(device.lastActivity()))
                .put("cloudToDeviceMessageCount", device.mailbox().size());
        shown.set("authentication", authentication(identity.authentication()));
        shown.putObject("capabilities").put("iotEdge", identity.iotEdge());
        return shown;
    }

    static String connectionState(Device device) {
        return device.connected() ? "Connected" : "Disconnected";
    }

    static String time(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(NEVER);
    }

    private static ObjectNode authentication(Authentication authentication) {
        var shown = Json.object();
        var keys = authentication instanceof Authentication.Sas sas ? sas : null;
        shown.putObject("symmetricKey")
                .put("primaryKey", keys == null ? null : keys.primary())
                .put("secondaryKey", keys == null ? null : keys.secondary());
        shown.set("x509Thumbprint", thumbprints(authentication));
        return shown.put("type", authentication.type());
    }

    static ObjectNode thumbprints(Authentication authentication) {
        var known = authentication instanceof Authentication.SelfSigned selfSigned ? selfSigned : null;
        return Json.object()
                .put("primaryThumbprint", known == null ? null : known.primary())
                .put("secondaryThumbprint", known == null ? null : known.secondary());
    }

    /** What a back end says about a device; what it may not say is passed over. */
    static Registry.Entry read(JsonNode body) {
        var status = body.path("status").asText("enabled");
        if (!status.equalsIgnoreCase("enabled") && !status.equalsIgnoreCase("disabled")) {
            throw HubError.invalid("status must be enabled or disabled, but is '" + status + "'");
        }
        return new Registry.Entry(
                wanted(body.path("authentication")),
                status.equalsIgnoreCase("enabled"),
                text(body.path("statusReason")),
                body.path("capabilities").path("iotEdge").asBoolean());
    }

    private static Registry.Wanted wanted(JsonNode authentication) {
        var keys = authentication.path("symmetricKey");
        var thumbprints = authentication.path("x509Thumbprint");
        var type = authentication.path("type").asText(given(thumbprints, "primaryThumbprint") ? "selfSigned" : "sas");
        return switch (type) {
            case "sas" -> new Registry.Wanted(Kind.SAS, key(keys, "primaryKey"), key(keys, "secondaryKey"));
            case "selfSigned" ->
                new Registry.Wanted(
                        Kind.SELF_SIGNED,
                        thumbprint(thumbprints, "primaryThumbprint"),
                        thumbprint(thumbprints, "secondaryThumbprint"));
            case "certificateAuthority" -> new Registry.Wanted(Kind.CERTIFICATE_AUTHORITY, null, null);
            default ->
                throw HubError.invalid(
                        "authentication.type must be sas, selfSigned or certificateAuthority, but is '" + type + "'");
        };
    }

    private static boolean given(JsonNode node, String field) {
        return text(node.path(field)) != null;
    }

    private static @Nullable String key(JsonNode keys, String field) {
        var key = text(keys.path(field));
        if (key != null && !isKey(key)) {
            throw HubError.invalid("authentication.symmetricKey." + field + " must be base64 of " + SHORTEST_KEY
                    + " to " + LONGEST_KEY + " bytes");
        }
        return key;
    }

    private static boolean isKey(String text) {
        try {
            var length = Base64.getDecoder().decode(text).length;
            return length >= SHORTEST_KEY && length <= LONGEST_KEY;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static @Nullable String thumbprint(JsonNode thumbprints, String field) {
        var thumbprint = text(thumbprints.path(field));
        if (thumbprint != null && !THUMBPRINT.matcher(thumbprint).matches()) {
            throw HubError.invalid("authentication.x509Thumbprint." + field
                    + " must be 40 or 64 hexadecimal digits, but is '" + thumbprint + "'");
        }
        return thumbprint;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
    }
}
