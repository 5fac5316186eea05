package dev.caravan.emulator.hub;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/**
 * A hub's identity registry as a back end writes it. Each write is one step, whatever others do at the time; what is
 * refused is a {@link HubError} and changes nothing. Safe for all threads.
 */
public final class Registry {

    /** Most devices of one bulk call, and of one list (documented). */
    public static final int MOST_IN_BULK = 100;

    /** The documented alphabet; letter case is significant. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

    private final Hub hub;

    /** The registry of this hub. */
    public Registry(Hub hub) {
        this.hub = hub;
    }

    /**
     * What a back end says about a device; the hub adds the rest.
     *
     * @param authentication keys that are missing are made up
     */
    public record Entry(
            Wanted authentication,
            boolean enabled,
            @Nullable String statusReason,
            boolean iotEdge) {}

    /**
     * How the device is to prove who it is.
     *
     * @param kind of authentication
     * @param primary key or thumbprint; null when none was given
     * @param secondary key or thumbprint; null when none was given
     */
    public record Wanted(
            Kind kind, @Nullable String primary, @Nullable String secondary) {

        /** The words of the registry are sas, selfSigned and certificateAuthority. */
        public enum Kind {
            /** By tokens. */
            SAS,
            /** By thumbprint. */
            SELF_SIGNED,
            /** By a certificate under an authority. */
            CERTIFICATE_AUTHORITY
        }

        Authentication with(Stamps stamps) {
            return switch (kind) {
                case SAS ->
                    new Authentication.Sas(
                            primary == null ? stamps.key() : primary, secondary == null ? stamps.key() : secondary);
                case SELF_SIGNED -> new Authentication.SelfSigned(primary, secondary);
                case CERTIFICATE_AUTHORITY -> new Authentication.Authority();
            };
        }
    }

    /** A new device with an empty twin; 409 when the id is taken. */
    public Device create(String deviceId, Entry entry) {
        return create(deviceId, entry, Json.object());
    }

    /** A new device with the {@code tags} and desired {@code properties} of a twin, as far as they are there. */
    public Device create(String deviceId, Entry entry, JsonNode twin) {
        Optional.of(twin.path("tags"))
                .filter(JsonNode::isObject)
                .flatMap(TwinLimits::ofTags)
                .or(() -> Optional.of(twin.path("properties").path("desired"))
                        .filter(JsonNode::isObject)
                        .flatMap(desired -> TwinLimits.ofProperties("desired", desired)))
                .ifPresent(wrong -> {
                    throw HubError.invalid(wrong);
                });
        if (!ID.matcher(deviceId).matches()) {
            throw HubError.invalid(
                    "The device id must be 1 to 128 of the characters A-Z a-z 0-9 - : . + % _ # * ? ! ( )"
                            + " , = @ ; $ ', but is '" + deviceId + "'");
        }
        var stamps = hub.stamps();
        var identity = new Identity(
                deviceId,
                stamps.generationId(),
                stamps.deviceEtag(),
                entry.authentication().with(stamps),
                entry.enabled(),
                entry.statusReason(),
                null,
                entry.iotEdge());
        return hub.add(identity, Twin.from(twin, stamps.clock()))
                .orElseThrow(() -> HubError.of(
                        409,
                        409001,
                        "DeviceAlreadyExists",
                        "A device with ID '" + deviceId + "' is already registered."));
    }

    /** Another version of the identity; 404 without the device, 412 when its etag is not the wanted one. */
    public Device update(String deviceId, Predicate<String> etag, Entry entry) {
        var device = find(deviceId);
        device.replace(etag, before -> updated(before, entry));
        return device;
    }

    private Identity updated(Identity before, Entry entry) {
        var stamps = hub.stamps();
        return new Identity(
                before.deviceId(),
                before.generationId(),
                stamps.deviceEtag(),
                entry.authentication().with(stamps),
                entry.enabled(),
                entry.statusReason(),
                before.enabled() == entry.enabled() ? before.statusSince() : stamps.now(),
                entry.iotEdge());
    }

    /** The device is unknown afterwards and loses its connection; 404 and 412 as above. */
    public void delete(String deviceId, Predicate<String> etag) {
        if (!hub.removeIf(find(deviceId), device -> etag.test(device.identity().etag()))) {
            throw HubError.stale();
        }
    }

    /** Another back end writes the identity as it is: it has another etag afterwards. No device, no effect. */
    public void overtake(String deviceId) {
        hub.find(deviceId)
                .ifPresent(device -> device.replace(
                        etag -> true,
                        before -> before.with(
                                before.authentication(), hub.stamps().deviceEtag())));
    }

    /** The same with the twin. */
    public void overtakeTwin(String deviceId) {
        hub.find(deviceId).map(Device::twin).ifPresent(Twin::overtake);
    }

    /** Whether the id is taken. */
    public boolean has(String deviceId) {
        return hub.find(deviceId).isPresent();
    }

    /** By id; 404 when there is none. */
    public Device find(String deviceId) {
        return hub.find(deviceId).orElseThrow(() -> HubError.noDevice(deviceId));
    }
}
