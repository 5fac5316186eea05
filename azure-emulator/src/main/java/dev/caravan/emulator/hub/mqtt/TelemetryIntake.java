package dev.caravan.emulator.hub.mqtt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.fault.Errand;
import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.hub.Device;
import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.wire.mqtt.Message;
import dev.caravan.emulator.wire.mqtt.MqttLink;

/** What a device sends to the cloud, into the hub's telemetry. */
record TelemetryIntake(Hub hub, Device device) {

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryIntake.class);

    /** MQTT has no word for a refused message: the connection ends without a PUBACK. */
    Errand errand(Message message, String bag, MqttLink link, Runnable acknowledge) {
        return new Errand() {
            @Override
            public Reply perform(Tampering tampering) {
                try {
                    keep(message, PropertyBag.parse(bag));
                    return new Reply(200, acknowledge);
                } catch (HubError error) {
                    return new Reply(error.status(), link::drop);
                }
            }

            @Override
            public Reply refuse(Refusal refusal) {
                return new Reply(refusal.status(), link::drop);
            }
        };
    }

    /** A last will becomes a message like any other, with a mark (documented). */
    void keepWill(Message message, String bag) {
        var properties = PropertyBag.parse(bag);
        properties.application().put("iothub-MessageType", "Will");
        try {
            keep(message, properties);
        } catch (HubError tooLarge) {
            LOG.atWarn().addKeyValue("device", device.id()).log("a last will is too large and is not kept");
        }
    }

    /** The retain flag becomes a property; nothing is retained (documented). */
    private void keep(Message message, MessageProperties properties) {
        if (message.retain()) {
            properties.application().put("mqtt-retain", "true");
        }
        hub.receive(device, properties, message.payload());
    }
}
