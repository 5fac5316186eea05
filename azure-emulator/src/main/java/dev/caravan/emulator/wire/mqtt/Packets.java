package dev.caravan.emulator.wire.mqtt;

import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;

/** Builds the packets a server sends. */
final class Packets {

    private Packets() {}

    static MqttConnAckMessage connAck(MqttConnectReturnCode code) {
        return connAck(code, false);
    }

    static MqttConnAckMessage connAck(MqttConnectReturnCode code, boolean sessionPresent) {
        return MqttMessageBuilders.connAck()
                .returnCode(code)
                .sessionPresent(sessionPresent)
                .build();
    }

    static MqttMessage pingResponse() {
        return new MqttMessage(header(MqttMessageType.PINGRESP));
    }

    static MqttMessage pubAck(int packetId) {
        return MqttMessageFactory.newMessage(
                header(MqttMessageType.PUBACK), MqttMessageIdVariableHeader.from(packetId), null);
    }

    static MqttMessage unsubAck(int packetId) {
        return MqttMessageFactory.newMessage(
                header(MqttMessageType.UNSUBACK), MqttMessageIdVariableHeader.from(packetId), null);
    }

    static MqttMessage subAck(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                MqttMessageIdVariableHeader.from(packetId),
                new MqttSubAckPayload(codes));
    }

    static MqttPublishMessage publish(Message message, MqttQoS qos, int packetId) {
        return MqttMessageBuilders.publish()
                .topicName(message.topic())
                .qos(qos)
                .messageId(packetId)
                .payload(Unpooled.wrappedBuffer(message.payload()))
                .build();
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
