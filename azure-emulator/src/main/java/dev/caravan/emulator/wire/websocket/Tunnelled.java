package dev.caravan.emulator.wire.websocket;

import io.netty.channel.ChannelPipeline;

/** A protocol that runs inside a WebSocket as it runs on a socket of its own. */
@FunctionalInterface
public interface Tunnelled {

    /**
     * Adds the handlers at the end of the pipeline. They read and write bytes as {@code ByteBuf}; message borders of the
     * WebSocket mean nothing to them. The channel's TLS session is the one of the HTTPS connection.
     */
    void addTo(ChannelPipeline pipeline);
}
