package dev.caravan.emulator.wire.proxy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * Two connections joined end to end. Each side is read only as fast as the other takes it; both live on one event loop,
 * so nothing here is shared between threads.
 */
final class Tunnel {

    private final Channel client;
    private final Channel server;

    private Tunnel(Channel client, Channel server) {
        this.client = client;
        this.server = server;
    }

    /** Connects to the target; the client is not read meanwhile. */
    static void dig(Channel client, InetSocketAddress target, Consumer<Tunnel> ready, Runnable failed) {
        client.config().setAutoRead(false);
        new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(target)
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        ready.accept(new Tunnel(client, connected.channel()));
                    } else {
                        failed.run();
                    }
                });
    }

    /** Takes the handlers that led here off the client's pipeline and lets the bytes flow. */
    void join(List<ChannelHandler> speech) {
        client.pipeline().addLast(new Relay(server));
        server.pipeline().addLast(new Relay(client));
        speech.forEach(client.pipeline()::remove);
        if (client.isActive()) {
            client.read();
            server.read();
        } else {
            server.close();
        }
    }

    private static final class Relay extends ChannelInboundHandlerAdapter {

        private final Channel other;

        Relay(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!other.isActive()) {
                ReferenceCountUtil.release(message);
                context.close();
                return;
            }
            other.writeAndFlush(message).addListener(sent -> {
                if (sent.isSuccess()) {
                    context.channel().read();
                } else {
                    context.close();
                }
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
