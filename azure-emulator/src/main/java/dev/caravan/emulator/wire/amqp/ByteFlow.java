package dev.caravan.emulator.wire.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine's bytes, to and from the channel. */
final class ByteFlow {

    private static final Logger LOG = LoggerFactory.getLogger(ByteFlow.class);

    private final ChannelHandlerContext context;
    private final Transport transport;

    ByteFlow(ChannelHandlerContext context, Transport transport) {
        this.context = context;
        this.transport = transport;
    }

    /** Gives the engine as much as it has room for; false when it takes nothing any more. */
    boolean read(ByteBuf bytes) {
        var room = transport.capacity();
        if (room <= 0) {
            return false;
        }
        var tail = transport.tail();
        var limit = tail.limit();
        tail.limit(tail.position() + Math.min(Math.min(room, tail.remaining()), bytes.readableBytes()));
        bytes.readBytes(tail);
        tail.limit(limit);
        process();
        return true;
    }

    /** What cannot be read, the engine answers with an error and the end of the connection. */
    private void process() {
        try {
            transport.process();
        } catch (TransportException unreadable) {
            LOG.atDebug().addKeyValue("cause", unreadable.toString()).log("unreadable AMQP frame");
        }
    }

    /** Sends what the engine has to say, and hangs up after its last word. */
    void write(boolean last) {
        ChannelFuture written = null;
        for (var pending = transport.pending(); pending > 0; pending = transport.pending()) {
            var head = transport.head();
            var bytes = context.alloc().buffer(head.remaining());
            bytes.writeBytes(head);
            transport.pop(pending);
            written = context.write(bytes);
        }
        context.flush();
        if (transport.pending() < 0 || last) {
            hangUpAfter(written);
        }
    }

    private void hangUpAfter(@Nullable ChannelFuture written) {
        if (written == null) {
            context.close();
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
