package dev.caravan.crowd;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;

/** The way to DPS over MQTT and TLS, for any number of boards; all of them share two threads. */
final class Line implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int PATIENCE_SECONDS = 60;

    private final EventLoopGroup loops = new NioEventLoopGroup(THREADS);
    private final InetSocketAddress mqtt;
    private final String host;
    private final TrustManagerFactory trust;

    /** @param host the name to ask for, and that the server's certificate must have */
    Line(InetSocketAddress mqtt, String host, TrustManagerFactory trust) {
        this.mqtt = mqtt;
        this.host = host;
        this.trust = trust;
    }

    /** Begins the talk; what goes wrong is the talk's answer. The channel closes when it has ended. */
    Channel open(Board board, Conversation conversation) {
        var connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) throws SSLException {
                        channel.pipeline()
                                .addLast(tls(board, channel))
                                .addLast(new ReadTimeoutHandler(PATIENCE_SECONDS, TimeUnit.SECONDS))
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new MqttDecoder())
                                .addLast(conversation);
                    }
                })
                .connect(mqtt);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                conversation.answer().completeExceptionally(done.cause());
            }
        });
        return connecting.channel();
    }

    private SslHandler tls(Board board, Channel channel) throws SSLException {
        var context = SslContextBuilder.forClient()
                .keyManager(new OneKey(board.identity()))
                .trustManager(trust)
                .build();
        var handler = context.newHandler(channel.alloc(), host, mqtt.getPort());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
