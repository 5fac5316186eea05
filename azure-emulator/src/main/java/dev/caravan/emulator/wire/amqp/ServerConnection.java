package dev.caravan.emulator.wire.amqp;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Transport;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.tls.Peers;
import dev.caravan.emulator.wire.websocket.WebSockets;

/** One connection's engine: turns bytes into events and back. Everything in it happens on the connection's thread. */
final class ServerConnection implements AmqpConnection {

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
    private final ByteFlow flow;
    private final IdleWatch idle;
    private final Links links = new Links(this);
    private @Nullable AmqpVisit visit;
    private boolean waiting;
    private boolean pumping;
    private boolean closed;

    ServerConnection(ChannelHandlerContext context, AmqpSite site, AmqpLimits limits) {
        this.context = context;
        this.site = site;
        this.peer = Peers.of(context.channel());
        this.sasl = new SaslDialogue(site, peer);
        this.flow = new ByteFlow(context, transport);
        this.idle = new IdleWatch(transport, this::schedule);
        transport.setMaxFrameSize(limits.largestFrame());
        transport.setChannelMax(limits.largestChannel());
        // The engine announces half of what it is told.
        transport.setIdleTimeout((int) limits.idleTime().toMillis() * 2);
        transport.setInitialRemoteMaxFrameSize(LARGEST_SASL_FRAME);
        transport.setEmitFlowEventOnSend(false);
        sasl.listenOn(transport);
        connection.collect(collector);
        transport.bind(connection);
        idle.look();
    }

    void receive(ByteBuf bytes) {
        while (bytes.isReadable()) {
            var taken = flow.read(bytes);
            pump();
            if (!taken) {
                context.close();
                return;
            }
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
                flow.write(sasl.refused());
                links.written();
            } while (!waiting && collector.peek() != null);
        } finally {
            pumping = false;
        }
    }

    private void dispatch() {
        for (var event = collector.peek(); event != null && !waiting; event = collector.peek()) {
            if (!isOver(event)) {
                handle(event);
            }
            collector.pop();
        }
    }

    /** What a client still says on a connection that was closed here goes nowhere, until it closes it, too. */
    private boolean isOver(Event event) {
        return connection.getLocalState() == EndpointState.CLOSED
                && event.getType() != Event.Type.CONNECTION_REMOTE_CLOSE;
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
        idle.look();
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

    /**
     * As a network breaks: without the farewell of TLS. What the Java SDK speaks AMQP with reads no further after one
     * and never learns that the connection is gone (seen).
     */
    @Override
    public void drop() {
        var tls = context.pipeline().context(SslHandler.class);
        (tls == null ? context : tls).close();
    }

    @Override
    public dev.caravan.emulator.wire.Transport transport() {
        return WebSockets.carry(context.pipeline())
                ? dev.caravan.emulator.wire.Transport.AMQP_WS
                : dev.caravan.emulator.wire.Transport.AMQP;
    }
}
