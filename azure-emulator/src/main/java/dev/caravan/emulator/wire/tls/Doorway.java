package dev.caravan.emulator.wire.tls;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;

import dev.caravan.emulator.wire.Transport;

/** What stands in front of a pipeline with TLS: a look at the hello where one is due, and word of the end. */
public final class Doorway extends ChannelInitializer<SocketChannel> {

    private final ChannelHandler pipeline;
    private final Transport transport;
    private final Handshakes handshakes;
    private final Runnable gone;

    /** @param gone runs after every connection's end, when everything behind this has heard of it */
    public Doorway(ChannelHandler pipeline, Transport transport, Handshakes handshakes, Runnable gone) {
        this.pipeline = pipeline;
        this.transport = transport;
        this.handshakes = handshakes;
        this.gone = gone;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                context.fireChannelInactive();
                gone.run();
            }
        });
        if (handshakes.areJudged()) {
            channel.pipeline().addLast(new HelloReader(handshakes, transport));
        }
        channel.pipeline().addLast(pipeline);
    }
}
