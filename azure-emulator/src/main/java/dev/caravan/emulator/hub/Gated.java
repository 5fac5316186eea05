package dev.caravan.emulator.hub;

import java.time.Clock;

import dev.caravan.emulator.fault.Attempt;
import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/** A device's connection, whose every request goes through the gate. */
record Gated(MqttLink link, Gate gate, Clock clock) {

    void pass(String operation, String deviceId, Message message, Errand errand) {
        var attempt = Attempt.single(Attempt.Plane.HUB, operation, deviceId, "PUBLISH", message.topic(), deviceId);
        gate.pass(attempt, link, errand);
    }
}
