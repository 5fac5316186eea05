package dev.caravan.emulator.wire.amqp;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;

/** AMQP over TLS; the part above TLS can be put on anything that carries the bytes. */
public final class AmqpPipeline extends ChannelInitializer<SocketChannel> {

    private final SslContext tls;
    private final AmqpSite site;
    private final AmqpLimits limits;

    /** Everything that arrives is told to the site. */
    public AmqpPipeline(SslContext tls, AmqpSite site) {
        this(tls, site, AmqpLimits.USUAL);
    }

    AmqpPipeline(SslContext tls, AmqpSite site, AmqpLimits limits) {
        this.tls = tls;
        this.site = site;
        this.limits = limits;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        addTo(channel.pipeline(), site, limits);
    }

    /** Adds the AMQP part alone. */
    public static void addTo(ChannelPipeline pipeline, AmqpSite site) {
        addTo(pipeline, site, AmqpLimits.USUAL);
    }

    private static void addTo(ChannelPipeline pipeline, AmqpSite site, AmqpLimits limits) {
        pipeline.addLast(new AmqpConversation(site, limits));
    }
}
