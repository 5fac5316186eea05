package dev.caravan.emulator.hub.amqp;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.access.Permission;
import dev.caravan.emulator.sas.SasToken;

/** Judges tokens that are put on a connection: for one device, or for the hub under one of its policies. */
final class TokenJudge implements TokenNode.Judge {

    private static final Pattern DEVICE = Pattern.compile("[^/]+/devices/([^/]+)(/.*)?", Pattern.CASE_INSENSITIVE);
    private static final Set<Permission> USEFUL = Set.of(Permission.SERVICE_CONNECT, Permission.DEVICE_CONNECT);

    private final Hub hub;
    private final Entrance entrance;
    private final Grants grants;
    private final Clock clock;

    TokenJudge(Hub hub, Entrance entrance, Grants grants, Clock clock) {
        this.hub = hub;
        this.entrance = entrance;
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public void take(String audience, SasToken token) {
        var device = DEVICE.matcher(audience.replaceFirst("^[a-z]+://", ""));
        if (token.expired(clock.instant())) {
            throw HubError.unauthorized("The specified SAS token is expired.");
        }
        if (device.matches()) {
            takeForDevice(device.group(1), token);
        } else {
            takeForHub(token);
        }
    }

    /** The sentences for a wrong signature and an unknown device are the service's own (seen). */
    private void takeForDevice(String deviceId, SasToken token) {
        try {
            var admitted = entrance.admit(deviceId, Optional.of(token));
            grants.device(deviceId, token);
            entrance.expireAt(admitted.until());
        } catch (HubError refused) {
            throw switch (refused.status()) {
                case 401 ->
                    HubError.unauthorized("The specified SAS token has an invalid signature. "
                            + "It does not match either the primary or secondary key.");
                // Whatever else is wrong with a device, the token is what is refused (inferred).
                case 403 -> HubError.unauthorized("Device " + deviceId + " is disabled.");
                default -> refused;
            };
        }
    }

    private void takeForHub(SasToken token) {
        if (USEFUL.stream().noneMatch(wanted -> hub.policies().allow(token, hub.host(), wanted, clock.instant()))) {
            throw HubError.unauthorized("The specified SAS token has an invalid signature or gives no right here.");
        }
        grants.hub(token);
    }
}
