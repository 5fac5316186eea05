package dev.caravan.emulator.hub.mqtt;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Admission;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.Doorkeeper;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.Hubs;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.mqtt.ConnectRequest;
import dev.caravan.emulator.wire.mqtt.MqttLink;
import dev.caravan.emulator.wire.mqtt.MqttSite;

/**
 * Lets devices in to the hub their user name names: {@code {hub}/{device}/?api-version=…}. Whatever is wrong, the
 * answer is CONNACK 5 (seen); also a hub that does not exist or is not the one of the TLS hello, where the real name
 * would not resolve (inferred).
 */
public final class HubDoor implements MqttSite {

    private static final Logger LOG = LoggerFactory.getLogger(HubDoor.class);
    private static final MqttConnectReturnCode NOT_AUTHORIZED = MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    private static final int FIRST_OF_TROUBLE = 405;

    private final Hubs hubs;
    private final Gate gate;
    private final Clock clock;
    private final Doorkeeper doorkeeper;
    private final KeptSubscriptions kept = new KeptSubscriptions();

    /** The clock ends connections with their tokens. */
    public HubDoor(Hubs hubs, Gate gate, Clock clock) {
        this.hubs = hubs;
        this.gate = gate;
        this.clock = clock;
        this.doorkeeper = new Doorkeeper(clock);
    }

    @Override
    public void connect(ConnectRequest request, MqttLink link) {
        var attempt = DeviceCalls.attempt(
                DeviceCalls.CONNECT,
                request.clientId(),
                "CONNECT",
                request.userName(),
                request.peer().commonName().orElse(null));
        gate.pass(attempt.at(hubNamed(request)), link, new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                return admit(request, link);
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), () -> link.refuse(codeFor(refusal.status())));
            }
        });
    }

    private Errand.Reply admit(ConnectRequest request, MqttLink link) {
        try {
            var hub = hubOf(request);
            var admission = doorkeeper.admit(hub, request.clientId(), request.peer(), tokenOf(request));
            if (admission instanceof Admission.Admitted admitted) {
                return new Errand.Reply(200, () -> enter(request, hub, admitted, link));
            }
            throw ((Admission.Refused) admission).why();
        } catch (HubError refused) {
            return new Errand.Reply(refused.status(), () -> link.refuse(NOT_AUTHORIZED));
        }
    }

    /** Whose quota a connection counts against; that of no hub when none is named. */
    private static String hubNamed(ConnectRequest request) {
        return UserName.parse(request.userName()).map(UserName::hub).orElse("");
    }

    private Hub hubOf(ConnectRequest request) {
        var name = UserName.parse(request.userName())
                .orElseThrow(() -> HubError.unauthorized("The user name is not {hub}/{device}/?api-version=."));
        if (name.isModule()) {
            LOG.atWarn()
                    .addKeyValue("hub", name.hub())
                    .addKeyValue("device", name.deviceId())
                    .log("a module wants to connect, and there are no modules here");
        }
        return Optional.of(name)
                .filter(named -> !named.isModule() && named.deviceId().equals(request.clientId()))
                .filter(named -> request.peer().means(Set.of(named.hub())))
                .flatMap(named -> hubs.find(named.hub()))
                .orElseThrow(() -> HubError.unauthorized("Hub, device and client id do not fit together."));
    }

    /** A password that cannot be read proves nothing, not even with a certificate. */
    private static Optional<SasToken> tokenOf(ConnectRequest request) {
        return request.password().filter(password -> !password.isEmpty()).map(password -> SasToken.parse(password)
                .orElseThrow(() -> HubError.unauthorized("The password is no shared access signature.")));
    }

    /** The device is asked again: it may have been disabled in between. */
    private void enter(ConnectRequest request, Hub hub, Admission.Admitted admitted, MqttLink link) {
        Device device = admitted.device();
        var subscriptions = kept.of(device, request.clean());
        var session = new DeviceSession(hub, device, new Gated(hub.host(), link, gate), subscriptions, request.will());
        var present = !subscriptions.isEmpty();
        if (device.attach(session)) {
            link.accept(session, present);
            session.endAt(admitted.until(), clock);
            session.mailArrived();
        } else {
            link.refuse(NOT_AUTHORIZED);
        }
    }

    /** Not authorized up to 404; everything above is trouble of the server, which clients repeat. */
    private static MqttConnectReturnCode codeFor(int status) {
        return status < FIRST_OF_TROUBLE ? NOT_AUTHORIZED : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
    }
}
