package dev.caravan.emulator.hub.mqtt;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Gate;
import dev.caravan.emulator.hub.DeviceCalls;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/** A device's connection, whose every request goes through the gate. */
record Gated(String hub, MqttLink link, Gate gate) {

    void pass(String operation, String deviceId, Message message, Errand errand) {
        var attempt = DeviceCalls.attempt(operation, deviceId, "PUBLISH", message.topic(), deviceId);
        gate.pass(attempt.at(hub), link, errand);
    }
}
