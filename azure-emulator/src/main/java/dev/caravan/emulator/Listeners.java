package dev.caravan.emulator;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import dev.caravan.emulator.wire.Ports;

/** All listening sockets of one emulator, and the threads behind them. */
final class Listeners implements AutoCloseable {

    private final EventLoopGroup loops = new NioEventLoopGroup(0, new DefaultThreadFactory("azure-emulator", true));
    private final List<Channel> open = new CopyOnWriteArrayList<>();

    /**
     * Listens; port 0 takes any free one.
     *
     * @throws IllegalStateException when the port is taken or may not be used
     */
    InetSocketAddress open(String address, int port, ChannelHandler pipeline) {
        var channel = Ports.open(loops, address, port, pipeline);
        open.add(channel);
        return new InetSocketAddress(address, Ports.portOf(channel));
    }

    /** The same on more addresses, all on the port of the first, which is answered. */
    InetSocketAddress open(String address, Collection<String> more, int port, ChannelHandler pipeline) {
        var first = open(address, port, pipeline);
        more.stream()
                .filter(other -> !other.equals(address))
                .distinct()
                .forEach(other -> open(other, first.getPort(), pipeline));
        return first;
    }

    /** Hangs up on everybody within about a second. */
    @Override
    public void close() {
        open.forEach(channel -> channel.close().awaitUninterruptibly());
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
