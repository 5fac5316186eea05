package dev.caravan.emulator.wire.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttQoS;

import dev.caravan.emulator.wire.Transport;
import dev.caravan.emulator.wire.websocket.WebSockets;

/** Sends on one connection; its state lives on the connection's thread. */
final class ServerLink implements MqttLink {

    private static final int LARGEST_PACKET_ID = 0xFFFF;

    private final ChannelHandlerContext context;
    private final Consumer<MqttSession> accepted;
    private final Map<Integer, Runnable> unacknowledged = new HashMap<>();
    private int lastPacketId;

    ServerLink(ChannelHandlerContext context, Consumer<MqttSession> accepted) {
        this.context = context;
        this.accepted = accepted;
    }

    @Override
    public void accept(MqttSession session, boolean present) {
        onLoop(() -> {
            context.writeAndFlush(Packets.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED, present));
            accepted.accept(session);
        });
    }

    @Override
    public void refuse(MqttConnectReturnCode code) {
        context.writeAndFlush(Packets.connAck(code)).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void publish(Message message) {
        context.writeAndFlush(Packets.publish(message, MqttQoS.AT_MOST_ONCE, 0));
    }

    @Override
    public void publish(Message message, Runnable acknowledged) {
        onLoop(() -> {
            do {
                lastPacketId = lastPacketId % LARGEST_PACKET_ID + 1;
            } while (unacknowledged.containsKey(lastPacketId));
            unacknowledged.put(lastPacketId, acknowledged);
            context.writeAndFlush(Packets.publish(message, MqttQoS.AT_LEAST_ONCE, lastPacketId));
        });
    }

    void acknowledged(int packetId) {
        var acknowledged = unacknowledged.remove(packetId);
        if (acknowledged != null) {
            acknowledged.run();
        }
    }

    @Override
    public void later(Duration delay, Runnable work) {
        context.executor()
                .schedule(
                        () -> {
                            if (context.channel().isActive()) {
                                work.run();
                            }
                        },
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void drop() {
        context.close();
    }

    @Override
    public Transport transport() {
        return WebSockets.carry(context.pipeline()) ? Transport.MQTT_WS : Transport.MQTT;
    }

    private void onLoop(Runnable work) {
        if (context.executor().inEventLoop()) {
            work.run();
        } else {
            context.executor().execute(work);
        }
    }
}
