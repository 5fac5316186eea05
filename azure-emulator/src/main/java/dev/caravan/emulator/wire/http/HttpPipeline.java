package dev.caravan.emulator.wire.http;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.websocket.WebSockets;

/** What stands between a socket and a site. */
public final class HttpPipeline extends ChannelInitializer<SocketChannel> {

    /** Above every limit of the services, so that they, not the transport, refuse what is too long. */
    private static final int LARGEST_BODY = 4 << 20;

    private final @Nullable SslContext tls;
    private final HttpSite site;
    private final WebSockets sockets;
    private final @Nullable FileSite files;
    private final Executor worker;

    /** HTTPS when {@code tls} is given, plain HTTP otherwise. */
    public HttpPipeline(@Nullable SslContext tls, HttpSite site) {
        this(tls, site, WebSockets.NONE);
    }

    /** Plain HTTP, with some calls of any size. */
    public HttpPipeline(HttpSite site, FileSite files) {
        this(null, site, WebSockets.NONE, files);
    }

    /** The same for clients that may also ask for a WebSocket. */
    public HttpPipeline(@Nullable SslContext tls, HttpSite site, WebSockets sockets) {
        this(tls, site, sockets, null);
    }

    private HttpPipeline(@Nullable SslContext tls, HttpSite site, WebSockets sockets, @Nullable FileSite files) {
        this.tls = tls;
        this.site = site;
        this.sockets = sockets;
        this.files = files;
        // Its one thread is there only while it has work.
        this.worker = new ThreadPoolExecutor(
                0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory("large-calls", true));
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new HttpServerCodec()).addLast(new HttpServerKeepAliveHandler());
        if (files != null) {
            channel.pipeline().addLast(new FileExchange(files, worker));
        }
        channel.pipeline()
                .addLast(new HttpObjectAggregator(LARGEST_BODY))
                .addLast(sockets.handler())
                .addLast(new HttpConversation(site));
    }
}
