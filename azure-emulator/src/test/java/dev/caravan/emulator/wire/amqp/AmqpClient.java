package dev.caravan.emulator.wire.amqp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;

/** A plain AMQP client: one socket, one thread, every call waits until the server has answered. */
public final class AmqpClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Transport transport = Transport.Factory.create();
    private final Connection connection = Connection.Factory.create();
    private final AtomicInteger tags = new AtomicInteger();
    private final Socket socket;
    private boolean ended;
    private boolean silent;

    private AmqpClient(Socket socket) {
        this.socket = socket;
    }

    /** Connected, but nothing said yet; SNI names the host. */
    public static AmqpClient to(InetSocketAddress address, SSLContext tls, String host) {
        try {
            var socket = (SSLSocket) tls.getSocketFactory().createSocket(address.getAddress(), address.getPort());
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host.replaceFirst(":.*", ""))));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var client = new AmqpClient(socket);
            client.connection.setHostname(host);
            client.connection.setContainer("test");
            return client;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public AmqpClient withPlain(String user, String password) {
        transport.sasl().client();
        transport.sasl().plain(user, password);
        return this;
    }

    public AmqpClient withMechanism(String mechanism) {
        transport.sasl().client();
        transport.sasl().setMechanisms(mechanism);
        return this;
    }

    public AmqpClient withIdleTimeout(Duration time) {
        transport.setIdleTimeout((int) time.toMillis() * 2);
        return this;
    }

    /** Open on both sides, or refused: see {@link #condition()} and {@link #saslOutcome()}. */
    public AmqpClient open() {
        transport.bind(connection);
        connection.open();
        until(() -> connection.getRemoteState() != EndpointState.UNINITIALIZED);
        return this;
    }

    public Transport transport() {
        return transport;
    }

    /** Opens, expecting that SASL ends it. */
    public Sasl.SaslOutcome refusedBySasl() {
        try {
            open();
        } catch (AssertionError hungUp) {
            if (!ended) {
                throw hungUp;
            }
        }
        return saslOutcome();
    }

    public Sasl.SaslOutcome saslOutcome() {
        return transport.sasl().getOutcome();
    }

    /** Waits for the server to close the connection. */
    public AmqpError condition() {
        until(() -> connection.getRemoteState() == EndpointState.CLOSED);
        return error(connection.getRemoteCondition());
    }

    /** As {@link #condition()}, without the empty frames that keep a connection alive. */
    public AmqpError closedWithoutATick() {
        silent = true;
        return condition();
    }

    /** Bytes in place of a protocol. */
    public void raw(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public boolean isOpen() {
        return connection.getRemoteState() == EndpointState.ACTIVE;
    }

    public Session session() {
        var session = connection.session();
        session.open();
        until(() -> session.getRemoteState() != EndpointState.UNINITIALIZED);
        return session;
    }

    public Sender sender(Session session, String address) {
        return sender(session, address, Map.of());
    }

    public Sender sender(Session session, String address, Map<String, Object> properties) {
        var sender = session.sender("to-" + address + tags.incrementAndGet());
        var target = new Target();
        target.setAddress(address);
        sender.setTarget(target);
        sender.setSenderSettleMode(SenderSettleMode.UNSETTLED);
        return attach(sender, properties);
    }

    public Receiver receiver(Session session, String address) {
        return receiver(session, address, SenderSettleMode.UNSETTLED, Map.of());
    }

    public Receiver receiver(Session session, String address, SenderSettleMode mode, Map<String, Object> properties) {
        var receiver = session.receiver("from-" + address + tags.incrementAndGet());
        var source = new Source();
        source.setAddress(address);
        receiver.setSource(source);
        receiver.setSenderSettleMode(mode);
        attach(receiver, properties);
        receiver.flow(10);
        write();
        return receiver;
    }

    private <T extends Link> T attach(T link, Map<String, Object> properties) {
        Map<Symbol, Object> named = new LinkedHashMap<>();
        properties.forEach((name, value) -> named.put(Symbol.valueOf(name), value));
        link.setProperties(named);
        link.open();
        until(() -> link.getRemoteState() != EndpointState.UNINITIALIZED);
        return link;
    }

    /** What stands in an error; nothing in place of what is missing. */
    public static AmqpError error(ErrorCondition error) {
        Map<String, Object> info = new LinkedHashMap<>();
        Map<?, ?> sent = error.getInfo();
        if (sent != null) {
            sent.forEach((name, value) -> info.put(String.valueOf(name), value));
        }
        return new AmqpError(String.valueOf(error.getCondition()), String.valueOf(error.getDescription()), info);
    }

    /** Waits for the server to detach the link. */
    public AmqpError condition(Link link) {
        until(() -> link.getRemoteState() == EndpointState.CLOSED);
        return error(link.getRemoteCondition());
    }

    /** The outcome, when it has come. */
    public DeliveryState send(Sender sender, AmqpMessage message) {
        var delivery = sendOnly(sender, message);
        until(delivery::remotelySettled);
        return delivery.getRemoteState();
    }

    public Delivery sendOnly(Sender sender, AmqpMessage message) {
        until(() -> sender.getCredit() > 0);
        var delivery = sender.delivery(("" + tags.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
        var bytes = MessageCodec.encode(message);
        sender.send(bytes, 0, bytes.length);
        sender.advance();
        write();
        return delivery;
    }

    public AmqpMessage receive(Receiver receiver) {
        return receive(receiver, Accepted.getInstance());
    }

    /** The next message, settled with the outcome. */
    public AmqpMessage receive(Receiver receiver, DeliveryState outcome) {
        until(() -> receiver.current() != null && !receiver.current().isPartial());
        var delivery = receiver.current();
        var bytes = new byte[delivery.pending()];
        receiver.recv(bytes, 0, bytes.length);
        receiver.advance();
        delivery.disposition(outcome);
        delivery.settle();
        receiver.flow(1);
        write();
        return MessageCodec.decode(bytes);
    }

    /** Whether something has come, without waiting longer than it takes the server to answer an echo. */
    public boolean hasMessage(Receiver receiver) {
        session();
        return receiver.current() != null;
    }

    /** Waits until it holds; fails the test when it does not in time or the server hangs up. */
    public void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        write();
        while (!condition.getAsBoolean()) {
            if (ended || System.nanoTime() > deadline) {
                throw new AssertionError(ended ? "the server hung up" : "the server did not answer in time");
            }
            read();
            write();
        }
    }

    /** Waits until the server hangs up. */
    public void untilHungUp() {
        try {
            until(() -> ended);
        } catch (AssertionError hungUp) {
            if (!ended) {
                throw hungUp;
            }
        }
    }

    private void write() {
        try {
            for (var pending = transport.pending(); pending > 0; pending = transport.pending()) {
                var bytes = new byte[pending];
                transport.head().get(bytes);
                transport.pop(pending);
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException broken) {
            ended = true;
        }
    }

    private void read() {
        try {
            socket.setSoTimeout(50);
            var tail = transport.tail();
            var bytes = new byte[transport.capacity()];
            var read = socket.getInputStream().read(bytes);
            ended |= read < 0;
            if (read > 0) {
                tail.put(bytes, 0, read);
                transport.process();
            }
        } catch (SocketTimeoutException silence) {
            if (!silent) {
                transport.tick(System.nanoTime() / 1_000_000);
            }
        } catch (IOException broken) {
            ended = true;
        }
    }

    public void close(Session session) {
        session.close();
        until(() -> session.getRemoteState() == EndpointState.CLOSED);
    }

    public void close(Link link) {
        link.close();
        until(() -> link.getRemoteState() == EndpointState.CLOSED);
    }

    /** In order when the server still listens, else just the socket. */
    @Override
    public void close() {
        if (isOpen() && !ended) {
            connection.close();
            condition();
        }
        hangUp();
    }

    /** The socket alone. */
    public void hangUp() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
