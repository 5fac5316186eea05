package dev.caravan.emulator.wire.amqp;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.engine.TransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.tls.Peers;

/** One connection's engine: turns bytes into events and back. Everything in it happens on the connection's thread. */
final class ServerConnection implements AmqpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

    /** For the client to answer a CLOSE. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int LARGEST_SASL_FRAME = 16 * 1024;

    private final ChannelHandlerContext context;
    private final AmqpSite site;
    private final Peer peer;
    private final Transport transport = Transport.Factory.create();
    private final Connection connection = Connection.Factory.create();
    private final Collector collector = Collector.Factory.create();
    private final SaslDialogue sasl;
    private final Links links = new Links(this);
    private final long start = System.nanoTime();
    private @Nullable AmqpVisit visit;
    private @Nullable Future<?> ticking;
    private boolean waiting;
    private boolean pumping;
    private boolean closed;

    ServerConnection(ChannelHandlerContext context, AmqpSite site, AmqpLimits limits) {
        this.context = context;
        this.site = site;
        this.peer = Peers.of(context.channel());
        this.sasl = new SaslDialogue(site, peer);
        transport.setMaxFrameSize(limits.largestFrame());
        transport.setChannelMax(limits.largestChannel());
        // The engine announces half of what it is told.
        transport.setIdleTimeout((int) limits.idleTime().toMillis() * 2);
        transport.setInitialRemoteMaxFrameSize(LARGEST_SASL_FRAME);
        transport.setEmitFlowEventOnSend(false);
        sasl.listenOn(transport);
        connection.collect(collector);
        transport.bind(connection);
        tick();
    }

    void receive(ByteBuf bytes) {
        while (bytes.isReadable()) {
            var room = transport.capacity();
            if (room <= 0) {
                pump();
                context.close();
                return;
            }
            var tail = transport.tail();
            var length = Math.min(Math.min(room, tail.remaining()), bytes.readableBytes());
            var limit = tail.limit();
            tail.limit(tail.position() + length);
            bytes.readBytes(tail);
            tail.limit(limit);
            process();
            pump();
        }
    }

    private void process() {
        try {
            transport.process();
        } catch (TransportException unreadable) {
            LOG.atDebug().addKeyValue("cause", unreadable.toString()).log("unreadable AMQP frame");
        }
    }

    /** Handles what happened and writes what came of it, until nothing more comes. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            do {
                dispatch();
                write();
            } while (!waiting && collector.peek() != null);
        } finally {
            pumping = false;
        }
    }

    private void dispatch() {
        for (var event = collector.peek(); event != null && !waiting; event = collector.peek()) {
            handle(event);
            collector.pop();
        }
    }

    private void handle(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> open();
            case CONNECTION_REMOTE_CLOSE -> connection.close();
            case SESSION_REMOTE_OPEN -> event.getSession().open();
            case SESSION_REMOTE_CLOSE -> {
                event.getSession().close();
                links.gone(event.getSession());
            }
            case LINK_REMOTE_OPEN -> links.opened(event.getLink(), visit);
            case LINK_REMOTE_CLOSE -> {
                event.getLink().close();
                links.gone(event.getLink());
            }
            case LINK_REMOTE_DETACH -> {
                event.getLink().detach();
                links.gone(event.getLink());
            }
            case LINK_FLOW -> links.flowed(event.getLink());
            case DELIVERY -> links.delivered(event.getDelivery());
            default -> {}
        }
    }

    private void open() {
        waiting = true;
        var host = connection.getRemoteHostname() == null ? "" : connection.getRemoteHostname();
        site.open(
                new OpenRequest(
                        connection.getRemoteContainer(),
                        host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT),
                        sasl.login(),
                        peer),
                this);
    }

    private void write() {
        ChannelFuture last = null;
        for (var pending = transport.pending(); pending > 0; pending = transport.pending()) {
            var head = transport.head();
            var bytes = context.alloc().buffer(head.remaining());
            bytes.writeBytes(head);
            transport.pop(pending);
            last = context.write(bytes);
        }
        context.flush();
        if (transport.pending() < 0 || sasl.refused()) {
            hangUpAfter(last);
        }
    }

    private void hangUpAfter(@Nullable ChannelFuture last) {
        if (last == null) {
            context.close();
        } else {
            last.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void accept(AmqpVisit accepted) {
        execute(() -> {
            if (closed) {
                accepted.closed();
                return;
            }
            visit = accepted;
            answerOpen();
        });
    }

    private void answerOpen() {
        connection.setContainer("azure-emulator");
        connection.open();
        waiting = false;
        tick();
    }

    @Override
    public void close(AmqpError error) {
        execute(() -> {
            connection.setCondition(error.onTheWire());
            answerOpen();
            connection.close();
            later(PATIENCE, this::drop);
        });
    }

    /** The channel is closed; no frame comes any more. */
    void gone() {
        if (!closed) {
            closed = true;
            links.gone();
            if (visit != null) {
                visit.closed();
            }
        }
    }

    @Override
    public void execute(Runnable work) {
        if (context.executor().inEventLoop()) {
            work.run();
            pump();
        } else {
            context.executor().execute(() -> execute(work));
        }
    }

    @Override
    public void later(Duration delay, Runnable work) {
        schedule(delay.toMillis(), work);
    }

    private Future<?> schedule(long millis, Runnable work) {
        return context.executor()
                .schedule(
                        () -> {
                            if (context.channel().isActive()) {
                                execute(work);
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void drop() {
        context.close();
    }

    /** Sends empty frames and notices silence, both when they are due. */
    private void tick() {
        var now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 1;
        var next = transport.tick(now);
        if (ticking != null) {
            ticking.cancel(false);
        }
        ticking = next > 0 ? schedule(Math.max(1, next - now), this::tick) : null;
    }
}
