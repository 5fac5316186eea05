package dev.caravan.emulator.wire.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;

import dev.caravan.emulator.wire.Transport;

/** Reads the client's hello, refuses the handshake or gets out of the way with all bytes unread. */
final class HelloReader extends AbstractSniHandler<Handshakes.Fate> {

    /** A fatal alert {@code handshake_failure} in a record of TLS 1.2 (RFC 5246, 6.2.1 and 7.2). */
    private static final byte[] HANDSHAKE_FAILURE = {0x15, 3, 3, 0, 2, 2, 40};

    private final Handshakes handshakes;
    private final Transport transport;

    HelloReader(Handshakes handshakes, Transport transport) {
        this.handshakes = handshakes;
        this.transport = transport;
    }

    @Override
    protected Future<Handshakes.Fate> lookup(ChannelHandlerContext context, String server) {
        return context.executor().newSucceededFuture(handshakes.judge(server, transport));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, String server, Future<Handshakes.Fate> fate) {
        switch (fate.getNow()) {
            case GOES_ON -> context.pipeline().remove(this);
            case ALERT ->
                context.writeAndFlush(Unpooled.wrappedBuffer(HANDSHAKE_FAILURE))
                        .addListener(ChannelFutureListener.CLOSE);
            case RESET -> {
                context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                context.close();
            }
        }
    }
}
