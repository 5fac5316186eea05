package dev.caravan.emulator.hub;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.Peer;

/** Judges whether somebody is the device he says he is, the same way for every transport. */
public final class Doorkeeper {

    private static final String NOT_AUTHORIZED = "Unauthorized";

    private final Clock clock;

    /** The clock judges tokens and certificate chains. */
    public Doorkeeper(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks the identity first, then whether it is enabled: a stranger learns nothing about a device.
     *
     * @param token what came as password or header; when there is one, a certificate counts for nothing
     */
    public Admission admit(Hub hub, String deviceId, Peer peer, Optional<SasToken> token) {
        var found = hub.find(deviceId);
        if (found.isEmpty()) {
            return new Admission.Refused(HubError.unauthorized(NOT_AUTHORIZED));
        }
        var identity = found.get().identity();
        var proven = token.map(given -> proves(given, hub, identity)).orElseGet(() -> proves(peer, hub, identity));
        if (!proven) {
            return new Admission.Refused(HubError.unauthorized(NOT_AUTHORIZED));
        }
        if (!identity.enabled()) {
            return new Admission.Refused(HubError.of(403, 403012, "DeviceDisabled", "Device is disabled"));
        }
        var until = token.map(given -> Instant.ofEpochSecond(given.expiry())).orElse(Instant.MAX);
        return new Admission.Admitted(found.get(), until);
    }

    private boolean proves(SasToken token, Hub hub, Identity identity) {
        var resource = hub.host() + "/devices/" + identity.deviceId();
        if (token.policy() != null) {
            return hub.policies().allow(token, resource, Permission.DEVICE_CONNECT, clock.instant());
        }
        return identity.authentication() instanceof Authentication.Sas keys
                && !token.expired(clock.instant())
                && token.covers(resource)
                && Stream.of(keys.primary(), keys.secondary()).anyMatch(key -> token.signedWith(bytesOf(key)));
    }

    private static byte[] bytesOf(String key) {
        return Base64.getDecoder().decode(key.getBytes(StandardCharsets.UTF_8));
    }

    /** The validity time of a certificate known by thumbprint is not looked at (inferred). */
    private boolean proves(Peer peer, Hub hub, Identity identity) {
        if (identity.authentication() instanceof Authentication.SelfSigned known) {
            return known.admits(peer);
        }
        return identity.authentication() instanceof Authentication.Authority
                && peer.commonName().filter(identity.deviceId()::equals).isPresent()
                && hub.authorities().vouchFor(peer.chain(), clock.instant());
    }
}
