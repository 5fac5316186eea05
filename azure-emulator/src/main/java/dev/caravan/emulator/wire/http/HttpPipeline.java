package dev.caravan.emulator.wire.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** What stands between a socket and a site; a WebSocket upgrade would go in front of the aggregator. */
public final class HttpPipeline extends ChannelInitializer<SocketChannel> {

    /** Above every limit of the services, so that they, not the transport, refuse what is too long. */
    private static final int LARGEST_BODY = 4 << 20;

    private final @Nullable SslContext tls;
    private final HttpSite site;

    /** HTTPS when {@code tls} is given, plain HTTP otherwise. */
    public HttpPipeline(@Nullable SslContext tls, HttpSite site) {
        this.tls = tls;
        this.site = site;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpServerKeepAliveHandler())
                .addLast(new HttpObjectAggregator(LARGEST_BODY))
                .addLast(new HttpConversation(site));
    }
}
