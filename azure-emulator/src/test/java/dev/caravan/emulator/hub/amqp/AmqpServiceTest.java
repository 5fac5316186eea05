package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.hub.Mailbox;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpClient;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** What a back end does at a hub over AMQP. */
class AmqpServiceTest {

    private static final String ID = "board-1";
    private static final String MAIL = "/messages/devicebound";
    private static final String FEEDBACK = "/messages/servicebound/feedback";
    private static final String TO = "/devices/board-1/messages/devicebound";

    private final AmqpHub hub = new AmqpHub();
    private AmqpClient client;
    private Session session;

    @BeforeEach
    void connect() {
        hub.keyed(ID);
        client = hub.client().withMechanism("ANONYMOUS").open();
        session = client.session();
        hub.put(client, session, AmqpHub.HOST, hub.policyToken("service"));
    }

    @AfterEach
    void close() {
        client.close();
        hub.close();
    }

    private static AmqpMessage message(String to, String body) {
        var properties = new Properties();
        properties.setTo(to);
        properties.setMessageId("m-1");
        return new AmqpMessage(properties, Map.of(), Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static String conditionOf(DeliveryState outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return AmqpClient.error(((Rejected) outcome).getError()).condition();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: a back end sends to /messages/devicebound with the device in 'to'; accepted means queued.",
            source = "Learn: iot-hub-devguide-messages-c2d; Java SDK CloudToDeviceMessageConnectionHandler")
    void messageIsQueuedForTheDevice() {
        var outcome =
                client.send(client.sender(session, MAIL), message(TO, "hello").with("kind", "greeting"));

        assertThat(outcome).isInstanceOf(Accepted.class);
        var waiting = hub.device(ID).mailbox().take().orElseThrow().message();
        assertThat(new String(waiting.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(waiting.properties().application().path("kind").asText()).isEqualTo("greeting");
        assertThat(waiting.properties().system().path("messageId").asText()).isEqualTo("m-1");
    }

    @Test
    void expiryIsTheSenders() {
        var message = message(TO, "hello");
        message.properties().setAbsoluteExpiryTime(new Date(0));

        assertThat(client.send(client.sender(session, MAIL), message)).isInstanceOf(Accepted.class);

        assertThat(hub.device(ID).mailbox().size()).isZero();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a message to a device that is not there is rejected with amqp:not-found.",
            source = "C# SDK AmqpErrorMapper; Node SDK amqp_common_errors")
    void unknownDeviceIsRejected() {
        var outcome = client.send(client.sender(session, MAIL), message("/devices/nobody/messages/devicebound", "x"));

        assertThat(conditionOf(outcome)).isEqualTo("amqp:not-found");
    }

    @Test
    void messageWithoutAnAddresseeIsRejected() {
        var outcome = client.send(client.sender(session, MAIL), AmqpMessage.empty());

        assertThat(conditionOf(outcome)).isEqualTo("com.microsoft:argument-error");
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: the 51st message that waits for a device is rejected with amqp:resource-limit-exceeded.",
            source = "Learn: troubleshoot-error-codes 403004; C# SDK AmqpErrorMapper")
    void fullMailboxRejects() {
        var sender = client.sender(session, MAIL);
        for (var i = 0; i < Mailbox.CAPACITY; i++) {
            assertThat(client.send(sender, message(TO, "x"))).isInstanceOf(Accepted.class);
        }

        assertThat(conditionOf(client.send(sender, message(TO, "x")))).isEqualTo("amqp:resource-limit-exceeded");
    }

    @Test
    void messageOver64KilobytesIsRejected() {
        var outcome = client.send(client.sender(session, MAIL), message(TO, "x".repeat(64 * 1024 + 1)));

        assertThat(conditionOf(outcome)).isEqualTo("amqp:link:message-size-exceeded");
    }

    @Test
    void policyWithoutTheRightGetsNoLink() {
        try (var other = hub.client().open()) {
            var links = other.session();
            hub.put(other, links, AmqpHub.HOST, hub.policyToken("device"));

            assertThat(other.condition(other.sender(links, MAIL)).condition()).isEqualTo("amqp:unauthorized-access");
            assertThat(other.condition(other.receiver(links, FEEDBACK)).condition())
                    .isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: SASL PLAIN takes {policy}@sas.root.{hub} with a token as password.",
            source = "Learn: iot-hub-amqp-support")
    void plainLoginOfAPolicy() {
        try (var other = hub.client()
                .withPlain("service@sas.root.plant-a", hub.policyToken("service"))
                .open()) {
            var outcome = other.send(other.sender(other.session(), MAIL), message(TO, "hello"));

            assertThat(outcome).isInstanceOf(Accepted.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "full, accept, Success",
        "positive, accept, Success",
        "full, reject, Rejected",
        "negative, reject, Rejected",
        "full, release, DeliveryCountExceeded",
        "full, expire, Expired",
        "full, purge, Purged",
    })
    @Fidelity(
            area = Fidelity.Area.HUB_SERVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: what became of a message with iothub-ack comes on /messages/servicebound/feedback as a JSON"
                            + " array with statusCode Success, Expired, DeliveryCountExceeded, Rejected or Purged.",
            source = "Learn: iot-hub-devguide-messages-c2d")
    void feedbackTellsTheFate(String acknowledgement, String what, String status) {
        var feedback = client.receiver(session, FEEDBACK);
        client.send(client.sender(session, MAIL), message(TO, "x").with("iothub-ack", acknowledgement));

        happen(what);

        var message = client.receive(feedback);
        var notice = json(message).path(0);
        assertThat((Object) message.properties().getContentType())
                .hasToString("application/vnd.microsoft.iothub.feedback.json");
        assertThat(notice.path("originalMessageId").asText()).isEqualTo("m-1");
        assertThat(notice.path("statusCode").asText()).isEqualTo(status);
        assertThat(notice.path("deviceId").asText()).isEqualTo(ID);
        assertThat(notice.path("deviceGenerationId").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none, accept", "negative, accept", "positive, reject"})
    void feedbackIsSilentAboutWhatNobodyAskedFor(String acknowledgement, String what) {
        var feedback = client.receiver(session, FEEDBACK);
        client.send(client.sender(session, MAIL), message(TO, "x").with("iothub-ack", acknowledgement));

        happen(what);

        assertThat(client.hasMessage(feedback)).isFalse();
    }

    private void happen(String what) {
        var mailbox = hub.device(ID).mailbox();
        switch (what) {
            case "accept" -> mailbox.complete(mailbox.take().orElseThrow().lockToken());
            case "reject" -> mailbox.reject(mailbox.take().orElseThrow().lockToken());
            case "release" -> {
                for (var i = 0; i < 10; i++) {
                    hub.device(ID).abandon(mailbox.take().orElseThrow().lockToken());
                }
                assertThat(mailbox.size()).isZero();
            }
            case "expire" -> {
                hub.forward(Duration.ofHours(1));
                assertThat(mailbox.take()).isEmpty();
            }
            default -> mailbox.purge();
        }
    }

    private static JsonNode json(AmqpMessage message) {
        return Json.read(message.body()).orElseThrow();
    }

    @Test
    void releasedFeedbackIsToldAgainAndWaitsForALink() {
        client.send(client.sender(session, MAIL), message(TO, "x").with("iothub-ack", "full"));
        happen("accept");
        var feedback = client.receiver(session, FEEDBACK);

        client.receive(feedback, Released.getInstance());

        assertThat(json(client.receive(feedback)).at("/0/statusCode").asText()).isEqualTo("Success");
    }

    @Test
    void fileNotificationsAreSilent() {
        var files = client.receiver(session, "/messages/serviceBound/filenotifications");

        assertThat(client.hasMessage(files)).isFalse();
        assertThat(client.isOpen()).isTrue();
    }
}
