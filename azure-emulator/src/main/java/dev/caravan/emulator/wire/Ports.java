package dev.caravan.emulator.wire;

import java.net.BindException;
import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** Opens listening sockets. */
public final class Ports {

    private Ports() {}

    /**
     * Listens on the address; port 0 takes any free one.
     *
     * @throws IllegalStateException when the port is taken or may not be used; the message names it
     */
    public static Channel open(EventLoopGroup loops, String address, int port, ChannelHandler pipeline) {
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(pipeline);
        var bound = bootstrap.bind(address, port).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        var why = bound.cause() instanceof BindException ? "is taken or may not be used" : "cannot be opened";
        throw new IllegalStateException(
                "port " + port + " on " + address + " " + why + ": "
                        + bound.cause().getMessage(),
                bound.cause());
    }

    /** The port a channel really listens on. */
    public static int portOf(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }
}
