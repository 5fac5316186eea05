package dev.caravan.emulator.hub;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.wire.mqtt.ConnectRequest;
import dev.caravan.emulator.wire.mqtt.MqttLink;
import dev.caravan.emulator.wire.mqtt.MqttSite;

/**
 * Lets devices in to the hub their user name names: {@code {hub}/{device}/?api-version=…}. Whatever is wrong, the
 * answer is CONNACK 5 (seen); also a hub that does not exist or is not the one of the TLS hello, where the real name
 * would not resolve (inferred).
 */
public final class HubDoor implements MqttSite {

    private static final MqttConnectReturnCode NOT_AUTHORIZED = MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    private static final int FIRST_OF_TROUBLE = 405;

    private final Hubs hubs;
    private final Gate gate;
    private final Clock clock;

    /** The clock stamps what is received. */
    public HubDoor(Hubs hubs, Gate gate, Clock clock) {
        this.hubs = hubs;
        this.gate = gate;
        this.clock = clock;
    }

    private record Name(String hub, String deviceId) {

        static Optional<Name> in(String userName) {
            var parts = userName.split("/", 3);
            return parts.length == 3 && parts[2].startsWith("?api-version=")
                    ? Optional.of(new Name(parts[0].toLowerCase(Locale.ROOT), parts[1]))
                    : Optional.empty();
        }
    }

    @Override
    public void connect(ConnectRequest request, MqttLink link) {
        var attempt = Attempt.single(
                Attempt.Plane.HUB,
                "connect",
                request.clientId(),
                "CONNECT",
                request.userName(),
                request.peer().commonName().orElse(null));
        gate.pass(attempt, link, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return admit(request, link)
                        .map(session -> new Reply(200, () -> enter(request, session, link)))
                        .orElseGet(() -> new Reply(401, () -> link.refuse(NOT_AUTHORIZED)));
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), () -> link.refuse(codeFor(refusal.status())));
            }
        });
    }

    private Optional<DeviceSession> admit(ConnectRequest request, MqttLink link) {
        return Name.in(request.userName())
                .filter(name -> name.deviceId().equals(request.clientId()))
                .filter(name -> hubs.has(name.hub()) && request.peer().means(Set.of(name.hub())))
                .flatMap(name -> admit(hubs.hub(name.hub()), name, request, link));
    }

    private Optional<DeviceSession> admit(Hub hub, Name name, ConnectRequest request, MqttLink link) {
        return hub.find(name.deviceId())
                .filter(device -> device.admits(request.peer().thumbprint()))
                .map(device ->
                        new DeviceSession(device, hub.telemetry(), new Gated(link, gate, clock), request.will()));
    }

    /** The device is asked again: it may have been disabled in between. */
    private static void enter(ConnectRequest request, DeviceSession session, MqttLink link) {
        if (session.device().attach(session, request.peer().thumbprint())) {
            link.accept(session);
        } else {
            link.refuse(NOT_AUTHORIZED);
        }
    }

    /** Not authorized up to 404; everything above is trouble of the server, which clients repeat. */
    private static MqttConnectReturnCode codeFor(int status) {
        return status < FIRST_OF_TROUBLE ? NOT_AUTHORIZED : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
    }
}
