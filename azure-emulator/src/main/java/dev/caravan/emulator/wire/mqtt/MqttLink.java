package dev.caravan.emulator.wire.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

import dev.caravan.emulator.wire.Line;

/** The server's side of one MQTT connection. All methods may be called from any thread. */
public interface MqttLink extends Line {

    /** Sends CONNACK 0; from here on the session hears of everything, on the connection's thread. */
    default void accept(MqttSession session) {
        accept(session, false);
    }

    /** The same, and says whether something is kept from an earlier connection of this client. */
    void accept(MqttSession session, boolean present);

    /** Sends CONNACK with a code and hangs up. */
    void refuse(MqttConnectReturnCode code);

    /** Publishes with QoS 0. */
    void publish(Message message);

    /** Publishes with QoS 1; {@code acknowledged} runs at most once, on the connection's thread. */
    void publish(Message message, Runnable acknowledged);
}
