package dev.caravan.emulator.hub;

import java.time.Clock;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/** What a device sends to the cloud, into the hub's telemetry. */
record TelemetryIntake(String deviceId, Telemetry telemetry, Clock clock) {

    /** Documented: body and properties. */
    private static final int LARGEST_MESSAGE = 256 * 1024;

    /** MQTT has no word for a refused message: the connection ends without a PUBACK. */
    Errand errand(Message message, String bag, MqttLink link, Runnable acknowledge) {
        return new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                if (message.payload().length + bag.length() > LARGEST_MESSAGE) {
                    return new Reply(413, link::drop);
                }
                keep(message, Properties.parse(bag));
                return new Reply(200, acknowledge);
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), link::drop);
            }
        };
    }

    /** A last will becomes a message like any other, with a mark (documented). */
    void keepWill(Message message, String bag) {
        var properties = Properties.parse(bag);
        properties.application().put("iothub-MessageType", "Will");
        keep(message, properties);
    }

    /** The retain flag becomes a property; nothing is retained (documented). */
    private void keep(Message message, Properties properties) {
        if (message.retain()) {
            properties.application().put("mqtt-retain", "true");
        }
        telemetry.add(new Telemetry.Received(deviceId, clock.instant().toString(), properties, message.payload()));
    }
}
