package dev.caravan.emulator.hub.amqp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.caravan.emulator.hub.Admission;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.hub.Doorkeeper;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.amqp.AmqpError;

/**
 * Lets devices in on one connection, each with its first link: by a token it put before, by the one of its SASL login,
 * or by the connection's certificate. On the connection's thread only.
 */
final class Entrance {

    /**
     * Nobody is refused quicker than over a real network (inferred): a client that asks for one link after the other, and
     * gives up at the first refusal, has ended its session before the second.
     */
    private static final Duration REFUSAL = Duration.ofMillis(20);

    private final Wire wire;
    private final Peer peer;
    private final Doorkeeper doorkeeper;
    private final Clock clock;
    private final Grants grants;
    private final Map<String, Presence> present = new HashMap<>();
    private final Map<String, List<Arrival>> arriving = new HashMap<>();

    private record Arrival(Consumer<Presence> enter, Consumer<AmqpError> refuse) {}

    Entrance(Wire wire, Peer peer, Grants grants, Clock clock) {
        this.wire = wire;
        this.peer = peer;
        this.grants = grants;
        this.clock = clock;
        this.doorkeeper = new Doorkeeper(clock);
    }

    /** One of the two is called, now or later. */
    void enter(String named, String address, Consumer<Presence> enter, Consumer<AmqpError> refuse) {
        var deviceId = wire.hub().find(named).isPresent() ? named : Address.decoded(named);
        var inside = present.get(deviceId);
        if (inside != null) {
            enter.accept(inside);
            return;
        }
        var waiting = arriving.computeIfAbsent(deviceId, none -> new ArrayList<>());
        waiting.add(new Arrival(enter, refuse));
        if (waiting.size() == 1) {
            wire.pass(
                    DeviceCalls.CONNECT, deviceId, address, () -> admitted(deviceId), error -> refuse(deviceId, error));
        }
    }

    private Runnable admitted(String deviceId) {
        var admission = admit(deviceId, grants.ofDevice(deviceId));
        return () -> {
            var presence = new Presence(admission.device(), wire, this::expel, this::left);
            if (!admission.device().attach(presence)) {
                refuse(deviceId, HubError.of(403, 403012, "DeviceDisabled", "Device is disabled"));
                return;
            }
            present.put(deviceId, presence);
            expireAt(admission.until());
            waiting(deviceId).forEach(arrival -> arrival.enter().accept(presence));
        };
    }

    private void refuse(String deviceId, HubError error) {
        var refused = waiting(deviceId);
        var why = AmqpErrors.of(wire.hub(), error);
        wire.connection()
                .later(
                        REFUSAL,
                        () -> refused.forEach(arrival -> arrival.refuse().accept(why)));
    }

    private List<Arrival> waiting(String deviceId) {
        var waiting = arriving.remove(deviceId);
        return waiting == null ? List.of() : waiting;
    }

    /** Over AMQP a stranger does learn that a device is not there (seen). */
    Admission.Admitted admit(String deviceId, Optional<SasToken> token) {
        if (wire.hub().find(deviceId).isEmpty()) {
            throw HubError.of(
                    404,
                    404001,
                    "DeviceNotFound",
                    "Device " + deviceId + " at IotHub " + wire.hub().host() + " not registered.");
        }
        var admission = doorkeeper.admit(wire.hub(), deviceId, peer, token);
        if (admission instanceof Admission.Admitted admitted) {
            return admitted;
        }
        throw ((Admission.Refused) admission).why();
    }

    /** Looks at all tokens when one is due; a newer token may have come meanwhile. */
    void expireAt(Instant until) {
        if (!until.equals(Instant.MAX)) {
            var left = Duration.between(clock.instant(), until);
            wire.connection().later(left.isNegative() ? Duration.ZERO : left, () -> expire(until));
        }
    }

    private void expire(Instant due) {
        if (clock.instant().isBefore(due)) {
            expireAt(due);
            return;
        }
        var why = AmqpErrors.of(wire.hub(), HubError.unauthorized("Token Invalid."));
        List.copyOf(present.entrySet()).stream()
                .filter(each -> grants.ofDevice(each.getKey())
                        .filter(token -> token.expired(clock.instant()))
                        .isPresent())
                .forEach(each -> expel(each.getValue(), why));
    }

    private void left(Presence presence) {
        present.remove(presence.device().id(), presence);
    }

    /**
     * The device's links are detached. The connection is left to the client, which may have other devices on it: the Node
     * SDK waits for answers to its own detaching even when the connection is closed already (seen).
     */
    private void expel(Presence presence, AmqpError why) {
        left(presence);
        presence.device().detach(presence);
        grants.forget(presence.device().id());
        presence.detach(why);
    }
}
