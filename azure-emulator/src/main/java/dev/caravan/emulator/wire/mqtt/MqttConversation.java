package dev.caravan.emulator.wire.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.wire.tls.Peers;

/** One connection, from CONNECT to the end: reads packets, keeps the keep-alive, tells the session. */
final class MqttConversation extends SimpleChannelInboundHandler<MqttMessage> {

    private static final Logger LOG = LoggerFactory.getLogger(MqttConversation.class);
    private static final MqttConnectReturnCode OTHER_VERSION =
            MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION;

    private final MqttSite site;
    private final Queue<MqttMessage> early = new ArrayDeque<>();
    private @Nullable ServerLink link;
    private @Nullable MqttSession session;
    private boolean gracefully;

    MqttConversation(MqttSite site) {
        super(false);
        this.site = site;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            ReferenceCountUtil.release(packet);
            refuseUnreadable(context, packet.decoderResult().cause());
        } else if (packet instanceof MqttConnectMessage connect) {
            connect(context, connect);
        } else if (link == null) {
            ReferenceCountUtil.release(packet);
            context.close();
        } else if (session == null) {
            early.add(packet);
        } else {
            handle(context, packet, link, session);
        }
    }

    private static void refuseUnreadable(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.toString()).log("unreadable MQTT packet");
        if (cause instanceof MqttUnacceptableProtocolVersionException) {
            context.write(Packets.connAck(OTHER_VERSION));
        }
        context.flush();
        context.close();
    }

    private void connect(ChannelHandlerContext context, MqttConnectMessage packet) {
        if (link != null) {
            context.close();
            return;
        }
        if (packet.variableHeader().version() != MqttVersion.MQTT_3_1_1.protocolLevel()) {
            context.writeAndFlush(Packets.connAck(OTHER_VERSION)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        var patience = KeepAlive.patience(packet.variableHeader().keepAliveTimeSeconds());
        context.pipeline()
                .addBefore(
                        context.name(),
                        "keep-alive",
                        new IdleStateHandler(patience.toMillis(), 0, 0, TimeUnit.MILLISECONDS));
        link = new ServerLink(context, accepted -> begin(context, accepted));
        site.connect(ConnectRequest.of(packet, Peers.of(context.channel())), link);
    }

    private void begin(ChannelHandlerContext context, MqttSession accepted) {
        if (!context.channel().isActive()) {
            accepted.closed(false);
            return;
        }
        session = accepted;
        for (var packet = early.poll(); packet != null && link != null; packet = early.poll()) {
            handle(context, packet, link, accepted);
        }
    }

    private void handle(ChannelHandlerContext context, MqttMessage packet, ServerLink link, MqttSession session) {
        try {
            switch (packet.fixedHeader().messageType()) {
                case PUBLISH -> publish(context, (MqttPublishMessage) packet, session);
                case PUBACK -> link.acknowledged(((MqttMessageIdVariableHeader) packet.variableHeader()).messageId());
                case SUBSCRIBE -> subscribe(context, (MqttSubscribeMessage) packet, session);
                case UNSUBSCRIBE -> unsubscribe(context, (MqttUnsubscribeMessage) packet, session);
                case PINGREQ -> context.writeAndFlush(Packets.pingResponse());
                case DISCONNECT -> {
                    gracefully = true;
                    context.close();
                }
                default -> context.close();
            }
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    /** QoS 2 ends the connection (documented). */
    private static void publish(ChannelHandlerContext context, MqttPublishMessage packet, MqttSession session) {
        var qos = packet.fixedHeader().qosLevel();
        if (qos != MqttQoS.AT_MOST_ONCE && qos != MqttQoS.AT_LEAST_ONCE) {
            context.close();
            return;
        }
        var payload = new byte[packet.payload().readableBytes()];
        packet.payload().getBytes(packet.payload().readerIndex(), payload);
        var message = new Message(
                packet.variableHeader().topicName(),
                payload,
                packet.fixedHeader().isRetain());
        var packetId = packet.variableHeader().packetId();
        session.received(message, () -> {
            if (qos == MqttQoS.AT_LEAST_ONCE) {
                context.writeAndFlush(Packets.pubAck(packetId));
            }
        });
    }

    private static void subscribe(ChannelHandlerContext context, MqttSubscribeMessage packet, MqttSession session) {
        var codes = packet.payload().topicSubscriptions().stream()
                .map(asked -> session.grant(
                        asked.topicFilter(), asked.qualityOfService().value()))
                .toList();
        context.writeAndFlush(Packets.subAck(packet.variableHeader().messageId(), codes));
        session.subscribed();
    }

    private static void unsubscribe(ChannelHandlerContext context, MqttUnsubscribeMessage packet, MqttSession session) {
        packet.payload().topics().forEach(session::unsubscribed);
        context.writeAndFlush(Packets.unsubAck(packet.variableHeader().messageId()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            context.close();
        }
        super.userEventTriggered(context, event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (session != null) {
            session.closed(gracefully);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.toString()).log("MQTT connection broke");
        context.close();
    }
}
