package dev.caravan.emulator.wire.mqtt;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslContext;

/** MQTT over TLS; the part above TLS can be put on anything that carries the bytes. */
public final class MqttPipeline extends ChannelInitializer<SocketChannel> {

    /** IoT Hub takes messages of 256 KB; the topic with its properties comes on top. */
    private static final int LARGEST_PACKET = 320 * 1024;

    private static final int LONGEST_CLIENT_ID = 256;

    private final SslContext tls;
    private final MqttSite site;

    /** Everything that arrives is told to the site. */
    public MqttPipeline(SslContext tls, MqttSite site) {
        this.tls = tls;
        this.site = site;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        addTo(channel.pipeline(), site);
    }

    /** Adds the MQTT part alone. */
    public static void addTo(ChannelPipeline pipeline, MqttSite site) {
        pipeline.addLast(new MqttDecoder(LARGEST_PACKET, LONGEST_CLIENT_ID))
                .addLast(MqttEncoder.INSTANCE)
                .addLast(new MqttConversation(site));
    }
}
