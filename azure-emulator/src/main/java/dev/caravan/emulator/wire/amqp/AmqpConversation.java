package dev.caravan.emulator.wire.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection's bytes, to and from its engine. */
final class AmqpConversation extends SimpleChannelInboundHandler<ByteBuf> {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpConversation.class);

    private final AmqpSite site;
    private final AmqpLimits limits;
    private @Nullable ServerConnection connection;

    AmqpConversation(AmqpSite site, AmqpLimits limits) {
        this.site = site;
        this.limits = limits;
    }

    /** The peer is known only now: TLS is done when the first byte comes. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        if (connection == null) {
            connection = new ServerConnection(context, site, limits);
        }
        connection.receive(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (connection != null) {
            connection.gone();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.atDebug().addKeyValue("cause", cause.toString()).log("AMQP connection broke");
        context.close();
    }
}
