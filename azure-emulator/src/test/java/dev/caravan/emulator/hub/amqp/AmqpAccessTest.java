package dev.caravan.emulator.hub.amqp;

import java.time.Duration;

import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.engine.Sasl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.caravan.emulator.TestIdentity;
import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is let in to a hub over AMQP, and as whom. */
class AmqpAccessTest {

    private static final String ID = "board-1";
    private static final String EVENTS = "/devices/board-1/messages/events";
    private static final String AUDIENCE = AmqpHub.HOST + "/devices/board-1";

    private final AmqpHub hub = new AmqpHub();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: a link under a wrong certificate is detached with amqp:unauthorized-access and a JSON"
                    + " description with errorCode, trackingId, message and timestampUtc.",
            source = "csharp#1251, csharp#3487")
    void wrongCertificateGetsNoLink() {
        hub.certified(ID);
        try (var client = hub.client(TestIdentity.of(ID)).open()) {
            var link = client.sender(client.session(), EVENTS);

            var why = client.condition(link);
            assertThat(why.condition()).isEqualTo("amqp:unauthorized-access");
            assertThat(why.description()).contains("\"errorCode\":401", "trackingId", "message", "timestampUtc");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: a link of a device that is not registered is detached with 404001.",
            source = "csharp#1251")
    void unknownDeviceIsToldSo() {
        try (var client = hub.client(TestIdentity.of("nobody")).open()) {
            var link = client.sender(client.session(), "/devices/nobody/messages/events");

            var why = client.condition(link);
            assertThat(why.condition()).isEqualTo("amqp:not-found");
            assertThat(why.description()).contains("\"errorCode\":404001");
        }
    }

    @Test
    void certificateOfOneDeviceOpensNoLinkOfAnother() {
        hub.certified("board-2");
        try (var client = hub.client(hub.certified(ID)).open()) {
            var link = client.sender(client.session(), "/devices/board-2/messages/events");

            assertThat(client.condition(link).condition()).isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: put-token on $cbs is answered with status-code 200, and the device's links open then.",
            source = "Learn: iot-hub-amqp-support; Java SDK AmqpsCbsSenderLinkHandler")
    void tokenOpensTheDevicesLinks() {
        hub.keyed(ID);
        try (var client = hub.client().withMechanism("ANONYMOUS").open()) {
            var session = client.session();

            var answer = hub.put(client, session, AUDIENCE, hub.token(ID));

            assertThat(answer.application()).containsEntry("status-code", 200);
            var link = client.sender(session, EVENTS);
            assertThat(client.send(link, AmqpMessage.of(new byte[1]))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void encodedAudienceIsTheSame() {
        hub.keyed(ID);
        try (var client = hub.client().withMechanism("MSSBCBS").open()) {
            var answer =
                    hub.put(client, client.session(), "plant-a.azure-devices.net%2Fdevices%2Fboard-1", hub.token(ID));

            assertThat(answer.application()).containsEntry("status-code", 200);
        }
    }

    @Test
    void withoutATokenThereIsNoLink() {
        hub.keyed(ID);
        try (var client = hub.client().open()) {
            var link = client.sender(client.session(), EVENTS);

            assertThat(client.condition(link).condition()).isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: put-token with a wrong signature is answered with status-code 401 and 'The specified SAS"
                    + " token has an invalid signature. It does not match either the primary or secondary key.'",
            source = "csharp#886")
    void tokenWithAWrongSignatureIsRefused() {
        hub.keyed(ID);
        try (var client = hub.client().open()) {
            var wrong = hub.token(AUDIENCE, "AAAA", Duration.ofHours(1), "");

            var answer = hub.put(client, client.session(), AUDIENCE, wrong);

            assertThat(answer.application()).containsEntry("status-code", 401);
            assertThat(answer.property("status-description")).get().asString().contains("invalid signature");
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "AMQP: put-token for a device that is not there is answered with status-code 404 and 'Device {id}"
                            + " at IotHub {hub} not registered.'",
            source = "c#1413")
    void tokenForAnUnknownDeviceIsRefused() {
        try (var client = hub.client().open()) {
            var answer = hub.put(client, client.session(), AUDIENCE, hub.token(ID));

            assertThat(answer.application()).containsEntry("status-code", 404);
            assertThat(answer.property("status-description")).get().asString().endsWith("not registered.");
        }
    }

    @Test
    void expiredTokenIsRefused() {
        hub.keyed(ID);
        try (var client = hub.client().open()) {
            var token = hub.token(ID);
            hub.forward(Duration.ofHours(1));

            var answer = hub.put(client, client.session(), AUDIENCE, token);

            assertThat(answer.application()).containsEntry("status-code", 401);
        }
    }

    @Test
    void tokenOfADisabledDeviceIsRefused() {
        hub.keyed(ID);
        hub.hubs().act(AmqpHub.HOST, ID, device -> {
            device.enable(false);
            return true;
        });
        try (var client = hub.client().open()) {
            var answer = hub.put(client, client.session(), AUDIENCE, hub.token(ID));

            assertThat(answer.application()).containsEntry("status-code", 401);
        }
    }

    @Test
    void whatIsNoPutTokenIsRefused() {
        try (var client = hub.client().open()) {
            var answer = hub.put(client, client.session(), AUDIENCE, "Bearer of nothing");

            assertThat(answer.application()).containsEntry("status-code", 401);
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour =
                    "AMQP: when a device's token has expired, its links are detached with amqp:unauthorized-access and"
                            + " 'Token Invalid.'",
            source = "java#180")
    void expiredTokenEndsTheLinksAndANewerOneKeepsThem() {
        hub.keyed(ID);
        hub.keyed("board-2");
        try (var client = hub.client().open()) {
            var session = client.session();
            var board2 = AmqpHub.HOST + "/devices/board-2";
            hub.put(client, session, AUDIENCE, hub.token(AUDIENCE, AmqpHub.KEY, Duration.ofSeconds(1), ""));
            hub.put(client, session, board2, hub.token(board2, AmqpHub.KEY, Duration.ofSeconds(1), ""));
            var first = client.sender(session, EVENTS);
            var second = client.sender(session, "/devices/board-2/messages/events");
            hub.put(client, session, board2, hub.token("board-2"));

            hub.forward(Duration.ofSeconds(2));

            assertThat(client.condition(first).description()).contains("Token Invalid.");
            assertThat(client.send(second, AmqpMessage.of(new byte[1]))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: several devices with tokens share a connection; one that is thrown out does not disturb the"
                            + " others.",
            source = "Java SDK MultiplexingClient; Learn: iot-hub-amqp-support")
    void severalDevicesShareAConnection() {
        hub.keyed(ID);
        hub.keyed("board-2");
        try (var client = hub.client().open()) {
            var tokens = client.session();
            hub.put(client, tokens, AUDIENCE, hub.token(ID));
            hub.put(client, tokens, AmqpHub.HOST + "/devices/board-2", hub.token("board-2"));
            var first = client.sender(client.session(), EVENTS);
            var second = client.sender(client.session(), "/devices/board-2/messages/events");

            hub.hubs().remove(AmqpHub.HOST, ID);

            assertThat(client.condition(first).condition()).isEqualTo("amqp:not-found");
            assertThat(client.send(second, AmqpMessage.of(new byte[1]))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: SASL PLAIN takes {deviceId}@sas.{hub} with a token as password.",
            source = "Learn: iot-hub-dev-guide-sas")
    void plainLoginOfADevice() {
        hub.keyed(ID);
        try (var client = hub.client()
                .withPlain(ID + "@sas." + AmqpHub.HOST, hub.token(ID))
                .open()) {
            var link = client.sender(client.session(), EVENTS);

            assertThat(client.send(link, AmqpMessage.of(new byte[1]))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void plainLoginWithAWrongTokenFailsInSasl() {
        hub.keyed(ID);
        var client = hub.client().withPlain(ID + "@sas.plant-a", hub.token("board-2"));

        assertThat(client.refusedBySasl()).isEqualTo(Sasl.SaslOutcome.PN_SASL_AUTH);
        client.hangUp();
    }

    @Test
    void policyThatAllowsDevicesOpensTheLinksOfAny() {
        hub.keyed(ID);
        try (var client = hub.client().open()) {
            var session = client.session();

            hub.put(client, session, AmqpHub.HOST, hub.policyToken("device"));

            var link = client.sender(session, EVENTS);
            assertThat(client.send(link, AmqpMessage.of(new byte[1]))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    void policyThatDoesNotAllowDevicesOpensNone() {
        hub.keyed(ID);
        try (var client = hub.client().open()) {
            var session = client.session();

            hub.put(client, session, AmqpHub.HOST, hub.policyToken("service"));

            var link = client.sender(session, EVENTS);
            assertThat(client.condition(link).condition()).isEqualTo("amqp:unauthorized-access");
        }
    }

    @Test
    void connectionToAnUnknownHubIsClosed() {
        var client = hub.clientFor("plant-z.azure-devices.net").open();

        assertThat(client.condition().condition()).isEqualTo("amqp:not-found");
        client.close();
    }
}
