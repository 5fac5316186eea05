package dev.caravan.device.registration;

import java.util.Map;

import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/** A server that ends the conversation in its CONNACK, before the service could say a word of its own. */
final class MqttRefusal {

    private static final Map<Integer, ServiceWords> BY_REASON = Map.of(
            (int) MqttException.REASON_CODE_NOT_AUTHORIZED,
                    refused("is not authorised (wrong id scope, or an id that is not the certificate's name)"),
            (int) MqttException.REASON_CODE_FAILED_AUTHENTICATION, refused("failed authentication"),
            (int) MqttException.REASON_CODE_INVALID_CLIENT_ID, refused("has an id that the service does not accept"),
            (int) MqttException.REASON_CODE_BROKER_UNAVAILABLE, new ServiceWords(503, "the service is not available"));

    private MqttRefusal() {}

    /** The CONNACK's reason, when the failure is one. */
    static @Nullable Integer reasonCode(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MqttException mqtt && BY_REASON.containsKey(mqtt.getReasonCode())) {
                return mqtt.getReasonCode();
            }
        }
        return null;
    }

    static ServiceWords words(int reasonCode) {
        ServiceWords words = BY_REASON.get(reasonCode);
        return words == null ? new ServiceWords(0, "") : words;
    }

    private static ServiceWords refused(String why) {
        return new ServiceWords(401, "the connection " + why);
    }
}
