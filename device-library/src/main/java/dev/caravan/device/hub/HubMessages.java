package dev.caravan.device.hub;

import java.util.Map;
import java.util.TreeMap;

import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.MessageProperty;

/** Our messages in the hub client's form and back. */
final class HubMessages {

    private HubMessages() {}

    static Message toCloud(Telemetry telemetry) throws HubException.Rejected {
        byte[] body = telemetry.body();
        if (body.length == 0) {
            throw new HubException.Rejected("a message has a body; this one is empty");
        }
        if (telemetry.bytes() > Telemetry.MAX_BYTES) {
            throw new HubException.Rejected("a message has at most " + Telemetry.MAX_BYTES
                    + " bytes with its properties, not " + telemetry.bytes());
        }
        Message message = new Message(body);
        message.setContentType(telemetry.contentType());
        message.setContentEncoding(telemetry.contentEncoding());
        for (Map.Entry<String, String> property : telemetry.properties().entrySet()) {
            set(message, property);
        }
        return message;
    }

    private static void set(Message message, Map.Entry<String, String> property) throws HubException.Rejected {
        try {
            message.setProperty(property.getKey(), property.getValue());
        } catch (IllegalArgumentException e) {
            throw new HubException.Rejected(
                    "the property name '" + property.getKey() + "' is reserved or not allowed", e);
        }
    }

    static CloudMessage fromCloud(Message message) {
        Map<String, String> properties = new TreeMap<>();
        for (MessageProperty property : message.getProperties()) {
            properties.put(property.getName(), property.getValue());
        }
        return new CloudMessage(message.getBytes(), properties);
    }
}
