package dev.caravan.emulator.wire.proxy;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.socksx.v5.Socks5InitialRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5ServerEncoder;

/** Tells SOCKS5 from HTTP CONNECT by the first byte of a connection. */
public final class ProxyPipeline extends ChannelInitializer<SocketChannel> {

    private static final int SOCKS5 = 0x05;

    private final HostMap hosts;

    /** A proxy that leads to these hosts only. */
    public ProxyPipeline(HostMap hosts) {
        this.hosts = hosts;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new FirstByte());
    }

    private final class FirstByte extends ByteToMessageDecoder {

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            var pipeline = context.pipeline();
            if (in.getUnsignedByte(in.readerIndex()) == SOCKS5) {
                pipeline.addLast(Socks5ServerEncoder.DEFAULT)
                        .addLast(new Socks5InitialRequestDecoder())
                        .addLast(new SocksDialogue(hosts));
            } else {
                pipeline.addLast(new HttpServerCodec()).addLast(new ConnectDialogue(hosts));
            }
            pipeline.remove(this);
        }
    }
}
