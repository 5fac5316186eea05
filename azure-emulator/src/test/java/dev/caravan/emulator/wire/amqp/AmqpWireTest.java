package dev.caravan.emulator.wire.amqp;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Sasl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.wire.Peer;
import dev.caravan.emulator.wire.Ports;
import dev.caravan.emulator.wire.tls.ServerIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/** The wire alone, with a site that sends back what it gets. */
class AmqpWireTest {

    private static final String HOST = "site.test";
    private static final int LARGEST = 100_000;

    private static ServerIdentity identity;
    private static X509Certificate authority;

    private final EventLoopGroup loops = new NioEventLoopGroup(1);
    private final Echo echo = new Echo();
    private Channel listening;

    /** Sends each message back to the last receiver of the same address; refuses two addresses and one password. */
    private static final class Echo implements AmqpSite, AmqpVisit {

        final List<Outcome> outcomes = new ArrayList<>();
        final BlockingQueue<String> ends = new ArrayBlockingQueue<>(20);
        OpenRequest request;
        AmqpConnection connection;
        OutgoingLink back;

        @Override
        public boolean admits(Login.Plain login, Peer peer) {
            return login.user().equals("me") && login.password().equals("right");
        }

        @Override
        public void open(OpenRequest opened, AmqpConnection link) {
            request = opened;
            connection = link;
            if (opened.host().equals("closed.test")) {
                link.close(AmqpError.of("amqp:unauthorized-access", "go away"));
            } else {
                link.later(Duration.ofMillis(1), () -> link.accept(this));
            }
        }

        @Override
        public void wantsToSend(LinkRequest link, IncomingLink incoming) {
            if (link.address().equals("forbidden")) {
                incoming.detach(AmqpError.of("amqp:unauthorized-access", "not yours"));
                return;
            }
            incoming.accept(LARGEST, new Inlet() {
                @Override
                public void received(AmqpMessage message, Settlement settlement) {
                    if (message.property("refuse").isPresent()) {
                        settlement.reject(new AmqpError("test:no", "no", Map.of("why", "because")));
                    } else {
                        settlement.accept();
                        back.send(message, outcomes::add);
                    }
                }

                @Override
                public void closed() {
                    ends.add("incoming");
                }
            });
        }

        @Override
        public void wantsToReceive(LinkRequest link, OutgoingLink outgoing) {
            if (link.address().equals("forbidden")) {
                outgoing.detach(AmqpError.of("amqp:unauthorized-access", "not yours"));
                return;
            }
            back = outgoing;
            outgoing.accept(() -> ends.add("outgoing"));
        }

        @Override
        public void closed() {
            ends.add("connection");
        }

        String end() throws InterruptedException {
            return ends.poll(10, TimeUnit.SECONDS);
        }
    }

    @BeforeAll
    static void identify() {
        identity = ServerIdentity.create(Set.of(HOST), Clock.systemUTC(), new SecureRandom());
        authority = identity.authority();
    }

    @BeforeEach
    void listen() {
        listen(AmqpLimits.USUAL);
    }

    private void listen(AmqpLimits limits) {
        listening = Ports.open(loops, "127.0.0.1", 0, new AmqpPipeline(identity.tls(), echo, limits));
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private AmqpClient client() {
        return client(HOST);
    }

    private AmqpClient client(String host) {
        return AmqpClient.to(
                (InetSocketAddress) listening.localAddress(),
                TestIdentity.of("client").tls(authority),
                host);
    }

    private static AmqpMessage message(String text) {
        return AmqpMessage.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(AmqpMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    @Test
    void messageComesBackWithItsPropertiesIdsAndAnnotations() {
        try (var client = client().open()) {
            var session = client.session();
            var receiver = client.receiver(session, "echo");
            var sender = client.sender(session, "echo");
            var id = UUID.randomUUID();

            var outcome = client.send(
                    sender,
                    message("hello").with("count", 7).annotated("status", 200).answering(id));
            var answer = client.receive(receiver);

            assertThat(outcome).isInstanceOf(Accepted.class);
            assertThat(text(answer)).isEqualTo("hello");
            assertThat(answer.application()).containsEntry("count", 7);
            assertThat(answer.annotations()).containsEntry("status", 200);
            assertThat(answer.correlationId()).contains(id);
        }
        assertThat(echo.request.peer().commonName()).contains("client");
        assertThat(echo.request.login()).isEqualTo(new Login.Nameless());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANONYMOUS", "EXTERNAL", "MSSBCBS"})
    void mechanismsWithoutASecretLetIn(String mechanism) {
        try (var client = client().withMechanism(mechanism).open()) {
            assertThat(client.isOpen()).isTrue();
            assertThat(client.saslOutcome()).isEqualTo(Sasl.SaslOutcome.PN_SASL_OK);
        }
    }

    @Test
    void plainLetsInWithTheRightPassword() {
        try (var client = client().withPlain("me", "right").open()) {
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(echo.request.login()).isEqualTo(new Login.Plain("me", "right"));
        assertThat(echo.request.login().toString()).doesNotContain("right");
    }

    @Test
    void plainWithAWrongPasswordFailsInSaslAndTheServerHangsUp() {
        var client = client().withPlain("me", "wrong");

        assertThat(client.refusedBySasl()).isEqualTo(Sasl.SaslOutcome.PN_SASL_AUTH);
        assertThat(echo.request).isNull();
        client.hangUp();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.DPS_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "AMQP: the gateway's OPEN names frames of 65,536 bytes, 8,191 channels and an idle time of 240 s.",
            source = "c#815")
    void openSaysFrameSizeChannelsAndIdleTime() {
        try (var client = client().open()) {
            assertThat(client.transport().getRemoteMaxFrameSize()).isEqualTo(65_536);
            assertThat(client.transport().getRemoteChannelMax()).isEqualTo(8_191);
            assertThat(client.transport().getRemoteIdleTimeout()).isEqualTo(240_000);
        }
    }

    @Test
    void refusedOpenIsAnsweredAndClosedWithTheReason() {
        var client = client("closed.test").open();

        assertThat(client.condition().condition()).isEqualTo("amqp:unauthorized-access");
        assertThat(client.condition().description()).isEqualTo("go away");
        client.close();
    }

    @Test
    void portInTheHostNameIsNoPartOfIt() {
        try (var client = client("site.test:5671").open()) {
            assertThat(client.isOpen()).isTrue();
        }
        assertThat(echo.request.host()).isEqualTo("site.test");
    }

    @Test
    void refusedLinkIsDetachedWithTheReasonAndTheOthersStay() {
        try (var client = client().open()) {
            var session = client.session();

            var refused = client.sender(session, "forbidden");

            assertThat(client.condition(refused).description()).isEqualTo("not yours");
            client.receiver(session, "echo");
            assertThat(client.send(client.sender(session, "echo"), message("still here")))
                    .isInstanceOf(Accepted.class);
        }
    }

    @Test
    void rejectedMessageCarriesConditionDescriptionAndInfo() {
        try (var client = client().open()) {
            var outcome = client.send(
                    client.sender(client.session(), "echo"), message("x").with("refuse", true));

            assertThat(outcome).isInstanceOf(Rejected.class);
            var error = AmqpClient.error(((Rejected) outcome).getError());
            assertThat(error.condition()).isEqualTo("test:no");
            assertThat(error.description()).isEqualTo("no");
            assertThat(error.info()).containsEntry("why", "because");
        }
    }

    @Test
    void longMessageComesInSeveralFrames() {
        try (var client = client().open()) {
            var session = client.session();
            var receiver = client.receiver(session, "echo");
            var sender = client.sender(session, "echo");
            var text = "x".repeat(LARGEST - 100);

            client.send(sender, message(text));

            assertThat(text(client.receive(receiver))).isEqualTo(text);
        }
    }

    @Test
    void tooLongMessageEndsTheLink() {
        try (var client = client().open()) {
            var sender = client.sender(client.session(), "echo");
            assertThat(sender.getRemoteMaxMessageSize().intValue()).isEqualTo(LARGEST);

            client.sendOnly(sender, message("x".repeat(LARGEST)));

            assertThat(client.condition(sender).condition()).isEqualTo("amqp:link:message-size-exceeded");
        }
    }

    @Test
    void moreMessagesThanCreditAreSentAsCreditComes() {
        try (var client = client().open()) {
            var session = client.session();
            var receiver = client.receiver(session, "echo");
            var sender = client.sender(session, "echo");

            for (var i = 0; i < 500; i++) {
                client.send(sender, message("m" + i));
            }

            for (var i = 0; i < 500; i++) {
                assertThat(text(client.receive(receiver))).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void outcomesOfTheClientAreTold() throws Exception {
        try (var client = client().open()) {
            var session = client.session();
            var receiver = client.receiver(session, "echo");
            var sender = client.sender(session, "echo");
            for (var i = 0; i < 4; i++) {
                client.send(sender, message("m"));
            }

            client.receive(receiver, Accepted.getInstance());
            client.receive(receiver, new Rejected());
            client.receive(receiver, Released.getInstance());
            client.close(receiver);
            assertThat(echo.end()).isEqualTo("outgoing");
        }
        assertThat(echo.outcomes)
                .containsExactly(Outcome.ACCEPTED, Outcome.REJECTED, Outcome.RELEASED, Outcome.RELEASED);
    }

    @Test
    void receiverThatWantsSettledMessagesGetsThemSettled() {
        try (var client = client().open()) {
            var session = client.session();
            var receiver = client.receiver(session, "echo", SenderSettleMode.SETTLED, Map.of());

            client.send(client.sender(session, "echo"), message("m"));

            client.until(() -> receiver.current() != null);
            assertThat(receiver.current().remotelySettled()).isTrue();
        }
        assertThat(echo.outcomes).containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void endOfASessionEndsItsLinksOnly() throws Exception {
        try (var client = client().open()) {
            var first = client.session();
            var second = client.session();
            client.sender(first, "echo");
            client.receiver(second, "echo");
            var other = client.sender(second, "echo");

            client.close(first);

            assertThat(echo.end()).isEqualTo("incoming");
            assertThat(client.send(other, message("m"))).isInstanceOf(Accepted.class);
        }
    }

    /** As an SDK does that gives up: it was asking for another link when the first was refused. */
    @Test
    void sessionThatEndsWithALinkThatIsNotYetAnsweredEndsInOrder() {
        try (var client = client().open()) {
            var session = client.session();
            var refused = client.sender(session, "forbidden");
            client.condition(refused);

            refused.close();
            var unanswered = session.receiver("late");
            var source = new Source();
            source.setAddress("forbidden");
            unanswered.setSource(source);
            unanswered.open();
            client.close(session);

            assertThat(unanswered.getRemoteState()).isEqualTo(EndpointState.UNINITIALIZED);
            var next = client.session();
            client.receiver(next, "echo");
            assertThat(client.send(client.sender(next, "echo"), message("m"))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void brokenConnectionEndsLinksAndVisit() throws Exception {
        var client = client().open();
        var session = client.session();
        client.sender(session, "echo");
        client.receiver(session, "echo");

        client.hangUp();

        assertThat(List.of(echo.end(), echo.end(), echo.end())).containsExactly("incoming", "outgoing", "connection");
    }

    @Test
    void serverClosesAnAcceptedConnectionWithAReason() {
        var client = client().open();

        echo.connection.close(AmqpError.of("amqp:connection:forced", "maintenance"));

        assertThat(client.condition().description()).isEqualTo("maintenance");
        client.close();
    }

    @Test
    void silentClientIsClosedAfterTwiceTheIdleTime() {
        listening.close().awaitUninterruptibly();
        listen(new AmqpLimits(65_536, 10, Duration.ofMillis(50)));
        var client = client().open();

        var condition = client.closedWithoutATick();

        assertThat(condition.condition()).isEqualTo("amqp:resource-limit-exceeded");
        client.close();
    }

    @Test
    void serverSendsEmptyFramesToAClientThatAsksForThem() {
        try (var client = client().withIdleTimeout(Duration.ofMillis(100)).open()) {
            var before = client.transport().getFramesInput();

            client.until(() -> client.transport().getFramesInput() > before + 2);

            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void bytesThatAreNoAmqpEndTheConnection() {
        var client = client();
        client.raw("GET / HTTP/1.1\r\n\r\n");
        client.untilHungUp();
        client.hangUp();
        assertThat(echo.request).isNull();
    }

    @Test
    void idsKeepTheirType() {
        var properties = new Properties();
        properties.setMessageId("text");

        var decoded =
                MessageCodec.decode(MessageCodec.encode(new AmqpMessage(properties, Map.of(), Map.of(), new byte[3])));

        assertThat(decoded.messageId()).contains("text");
        assertThat(decoded.body()).hasSize(3);
    }
}
