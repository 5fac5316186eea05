package dev.caravan.device.hub;

import java.util.Map;

/**
 * One cloud-to-device message.
 *
 * @param body as sent; may be empty
 * @param properties application properties
 */
public record CloudMessage(byte[] body, Map<String, String> properties) {

    public CloudMessage {
        body = body.clone();
        properties = Map.copyOf(properties);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }
}
