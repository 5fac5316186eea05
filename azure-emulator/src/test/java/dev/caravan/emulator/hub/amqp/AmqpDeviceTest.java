package dev.caravan.emulator.hub.amqp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.engine.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.emulator.fidelity.Evidence;
import dev.caravan.emulator.fidelity.Fidelity;
import dev.caravan.emulator.hub.CloudMessage;
import dev.caravan.emulator.hub.MessageProperties;
import dev.caravan.emulator.hub.MethodCall;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.amqp.AmqpClient;
import dev.caravan.emulator.wire.amqp.AmqpMessage;

import static org.assertj.core.api.Assertions.assertThat;

/** What a device does at a hub over AMQP, by a client that knows nothing of Azure. */
class AmqpDeviceTest {

    private static final String ID = "board-1";
    private static final String EVENTS = "/devices/board-1/messages/events";
    private static final String MAIL = "/devices/board-1/messages/devicebound";
    private static final String TWIN = "/devices/board-1/twin";
    private static final String METHODS = "/devices/board-1/methods/devicebound";

    private final AmqpHub hub = new AmqpHub();
    private AmqpClient client;
    private Session session;

    private void connect() {
        client = hub.client(hub.certified(ID)).open();
        session = client.session();
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.hangUp();
        }
        hub.close();
    }

    private static AmqpMessage message(String body) {
        return AmqpMessage.of(body.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(AmqpMessage message) {
        return Json.read(message.body()).orElseThrow();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: telemetry goes to /devices/{id}/messages/events and is accepted when the hub has it.",
            source = "Learn: iot-hub-amqp-support")
    void telemetryIsKeptWithItsProperties() {
        connect();
        var properties = new Properties();
        properties.setMessageId("m-1");
        properties.setContentType(Symbol.valueOf("application/json"));
        properties.setContentEncoding(Symbol.valueOf("utf-8"));
        var sent = new AmqpMessage(
                properties,
                Map.of(),
                Map.of("machine", "press & sons", "iothub-creation-time-utc", "2026-01-01T00:00:00Z"),
                "{\"t\":21}".getBytes(StandardCharsets.UTF_8));

        var outcome = client.send(client.sender(session, EVENTS), sent);

        assertThat(outcome).isInstanceOf(Accepted.class);
        var received = hub.hub().telemetry().newest(1).get(0).show();
        assertThat(received.at("/body").asText()).isEqualTo("{\"t\":21}");
        assertThat(received.at("/properties/machine").asText()).isEqualTo("press & sons");
        assertThat(received.at("/properties")).hasSize(1);
        assertThat(received.at("/systemProperties/messageId").asText()).isEqualTo("m-1");
        assertThat(received.at("/systemProperties/contentType").asText()).isEqualTo("application/json");
        assertThat(received.at("/systemProperties/contentEncoding").asText()).isEqualTo("utf-8");
        assertThat(received.at("/systemProperties/creationTimeUtc").asText()).isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.INFERRED,
            behaviour = "AMQP: a message of more than 256 KB ends its link with amqp:link:message-size-exceeded.",
            source = "Learn: iot-hub-devguide-quotas-throttling; AMQP 1.0 section 2.8.16")
    void tooLargeTelemetryEndsTheLink() {
        connect();
        var sender = client.sender(session, EVENTS);

        client.sendOnly(sender, AmqpMessage.of(new byte[256 * 1024 + 1]));

        assertThat(client.condition(sender).condition()).isEqualTo("amqp:link:message-size-exceeded");
        assertThat(hub.hub().telemetry().count()).isZero();
    }

    @Test
    void lastMessageThatFitsIsTaken() {
        connect();
        var overhead = 100;

        var outcome = client.send(client.sender(session, EVENTS), AmqpMessage.of(new byte[256 * 1024 - overhead]));

        assertThat(outcome).isInstanceOf(Accepted.class);
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: an accepted message to the device is completed, a rejected one is gone too, a released one"
                            + " comes again.",
            source = "Learn: iot-hub-devguide-messages-c2d")
    void outcomesOfMailSettleIt() {
        connect();
        send("first");
        send("second");
        var mail = client.receiver(session, MAIL);

        assertThat(text(client.receive(mail, Released.getInstance()))).isEqualTo("first");
        assertThat(text(client.receive(mail, new Rejected()))).isEqualTo("second");
        var again = client.receive(mail, Accepted.getInstance());

        assertThat(text(again)).isEqualTo("first");
        assertThat(again.properties().getTo()).isEqualTo(MAIL);
        assertThat(again.annotation("iothub-deliverycount")).contains("1");
        assertThat(again.property("kind")).contains("greeting");
        client.session();
        assertThat(hub.device(ID).mailbox().size()).isZero();
    }

    @Test
    void mailThatArrivesWhileConnectedIsPushed() {
        connect();
        var mail = client.receiver(session, MAIL);

        send("hello");

        assertThat(text(client.receive(mail))).isEqualTo("hello");
    }

    @Test
    void mailWithoutAnOutcomeWaitsAgainWhenTheLinkEnds() {
        connect();
        send("hello");
        var first = client.receiver(session, MAIL);
        client.until(() -> first.current() != null);

        client.close(first);

        assertThat(text(client.receive(client.receiver(session, MAIL)))).isEqualTo("hello");
    }

    private void send(String body) {
        var properties = MessageProperties.empty();
        properties.application().put("kind", "greeting");
        hub.device(ID).queue(new CloudMessage(properties, body.getBytes(StandardCharsets.UTF_8), null));
    }

    private static String text(AmqpMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: twin requests are annotations 'operation' and 'resource' on /devices/{id}/twin; the answer"
                            + " has the request's correlation id and an annotation 'status'.",
            source = "Java SDK AmqpsTwinSenderLinkHandler; Node SDK amqp_twin_client; Learn: iot-hub-amqp-support")
    void twinIsReadAndPatched() {
        connect();
        var answers = client.receiver(session, TWIN);
        var requests = client.sender(session, TWIN);

        client.send(requests, request("GET", null, " "));
        var twin = client.receive(answers);
        client.send(requests, request("PATCH", "/properties/reported", "{\"firmware\":\"1.0\"}"));
        var patched = client.receive(answers);

        assertThat(twin.correlationId()).contains("c-GET");
        assertThat(twin.annotations()).containsEntry("status", 200);
        assertThat(json(twin).at("/desired/$version").asInt()).isEqualTo(1);
        assertThat(json(twin).has("tags")).isFalse();
        assertThat(patched.correlationId()).contains("c-PATCH");
        assertThat(patched.annotations()).containsEntry("status", 204).containsEntry("version", 2L);
        assertThat(hub.device(ID).twin().deviceView().at("/reported/firmware").asText())
                .isEqualTo("1.0");
    }

    private static AmqpMessage request(String operation, String resource, String body) {
        var request = message(body).annotated("operation", operation).answering("c-" + operation);
        return resource == null ? request : request.annotated("resource", resource);
    }

    @Test
    void badPatchIsAnsweredWith400AndAReasonInJson() {
        connect();
        var answers = client.receiver(session, TWIN);

        client.send(client.sender(session, TWIN), request("PATCH", "/properties/reported", "no JSON"));

        var answer = client.receive(answers);
        assertThat(answer.annotations()).containsEntry("status", 400);
        assertThat(json(answer).path("errorCode").asInt()).isBetween(400_000, 400_999);
    }

    @Test
    void unknownTwinOperationIsAnsweredWith400() {
        connect();
        var answers = client.receiver(session, TWIN);

        client.send(client.sender(session, TWIN), request("POST", "/properties/desired", "{}"));

        assertThat(client.receive(answers).annotations()).containsEntry("status", 400);
    }

    @Test
    void answerWaitsForItsLink() {
        connect();
        client.send(client.sender(session, TWIN), request("GET", null, ""));

        assertThat(client.receive(client.receiver(session, TWIN)).annotations()).containsEntry("status", 200);
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: PUT on /notifications/twin/properties/desired asks for changes of the desired properties,"
                            + " DELETE ends that; a change comes without a correlation id.",
            source = "Java SDK AmqpsTwinReceiverLinkHandler; Node SDK amqp_twin_client")
    void desiredChangesComeOnlyWhileAskedFor() {
        connect();
        var answers = client.receiver(session, TWIN);
        var requests = client.sender(session, TWIN);
        var notifications = "/notifications/twin/properties/desired";
        patchDesired("{\"interval\":10}");

        client.send(requests, request("PUT", notifications, " "));
        assertThat(client.receive(answers).annotations()).containsEntry("status", 200);
        patchDesired("{\"interval\":20}");
        var change = client.receive(answers);
        client.send(requests, request("DELETE", notifications, " "));
        assertThat(client.receive(answers).annotations()).containsEntry("status", 204);
        patchDesired("{\"interval\":30}");

        assertThat(change.correlationId()).isEmpty();
        assertThat(change.annotation("resource")).contains("/properties/desired");
        assertThat(json(change).path("interval").asInt()).isEqualTo(20);
        assertThat(json(change).path("$version").asInt()).isEqualTo(3);
        assertThat(client.hasMessage(answers)).isFalse();
    }

    private void patchDesired(String patch) {
        hub.hubs().act(AmqpHub.HOST, ID, device -> {
            device.patchDesired(
                    Json.readObject(patch.getBytes(StandardCharsets.UTF_8)).orElseThrow());
            return true;
        });
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour =
                    "AMQP: a direct method comes with IoThub-methodname and a UUID as correlation id, and is answered"
                            + " with the same id and IoThub-status.",
            source = "Java SDK AmqpsMethodsReceiverLinkHandler; Node SDK amqp_device_method_client")
    void methodIsCalledAndAnswered() throws Exception {
        connect();
        var answer = new CompletableFuture<MethodCall.Answer>();
        var calls = client.receiver(session, METHODS);
        var answers = client.sender(session, METHODS);
        var requestId = UUID.randomUUID().toString();

        assertThat(hub.device(ID)
                        .call(new MethodCall(requestId, "reboot", Json.object().put("delay", 5)), answer::complete))
                .isTrue();
        var call = client.receive(calls);
        client.send(
                answers,
                message("{\"done\":true}")
                        .with("IoThub-status", 201)
                        .answering(call.correlationId().orElseThrow()));

        assertThat(call.property("IoThub-methodname")).contains("reboot");
        assertThat(call.correlationId()).contains(UUID.fromString(requestId));
        assertThat(json(call).path("delay").asInt()).isEqualTo(5);
        var given = answer.get(10, TimeUnit.SECONDS);
        assertThat(given.status()).isEqualTo(201);
        assertThat(given.payload().path("done").asBoolean()).isTrue();
    }

    @Test
    void methodFindsNobodyWithoutItsLink() {
        connect();
        client.sender(session, EVENTS);

        var called = hub.device(ID).call(new MethodCall("1", "reboot", Json.object()), answer -> {});

        assertThat(called).isFalse();
    }

    @Test
    void methodAnswerWithoutAStatusIsRejected() {
        connect();

        var outcome = client.send(client.sender(session, METHODS), message("{}"));

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(AmqpClient.error(((Rejected) outcome).getError()).condition())
                .isEqualTo("com.microsoft:argument-error");
    }

    @ParameterizedTest
    @CsvSource({"131070, true", "131071, false"})
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: the answer to a direct method may have 128 KB.",
            source = "Learn: iot-hub-devguide-quotas-throttling")
    void methodAnswerMayHave128Kilobytes(int letters, boolean taken) {
        connect();
        var quoted = '"' + "x".repeat(letters) + '"';

        var outcome =
                client.send(client.sender(session, METHODS), message(quoted).with("IoThub-status", 200));

        assertThat(outcome instanceof Accepted).isEqualTo(taken);
    }

    @Test
    void deviceIsConnectedFromItsFirstLinkToItsLast() {
        connect();
        assertThat(hub.device(ID).connected()).isFalse();

        var first = client.sender(session, EVENTS);
        var second = client.receiver(session, MAIL);
        client.close(first);
        assertThat(hub.device(ID).connected()).isTrue();
        client.close(second);

        assertThat(hub.device(ID).connected()).isFalse();
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.DOCUMENTED,
            behaviour = "AMQP: a newer connection of the device detaches the links of the older one with"
                    + " com.microsoft:link-creation-conflict.",
            source = "Learn: troubleshoot-error-codes 409002; Java SDK AmqpLinkCreationConflict")
    void newerConnectionWins() {
        var identity = hub.certified(ID);
        client = hub.client(identity).open();
        var older = client.sender(client.session(), EVENTS);

        try (var newer = hub.client(identity).open()) {
            var link = newer.sender(newer.session(), EVENTS);

            assertThat(client.condition(older).condition()).isEqualTo("com.microsoft:link-creation-conflict");
            assertThat(newer.send(link, message("still here"))).isInstanceOf(Accepted.class);
        }
    }

    @Test
    @Fidelity(
            area = Fidelity.Area.HUB_DEVICE,
            evidence = Evidence.SEEN,
            behaviour = "AMQP: a device that is disabled loses its links.",
            source = "node#483")
    void disabledDeviceIsThrownOut() {
        connect();
        var sender = client.sender(session, EVENTS);

        hub.hubs().act(AmqpHub.HOST, ID, device -> {
            device.enable(false);
            return true;
        });

        var why = client.condition(sender);
        assertThat(why.condition()).isEqualTo("amqp:unauthorized-access");
        assertThat(why.description()).contains("403012");
        assertThat(hub.device(ID).connected()).isFalse();
    }

    @Test
    void removedDeviceIsThrownOut() {
        connect();
        var sender = client.sender(session, EVENTS);

        hub.hubs().remove(AmqpHub.HOST, ID);

        assertThat(client.condition(sender).condition()).isEqualTo("amqp:not-found");
    }

    @Test
    void modulesAndOtherAddressesAreNotThere() {
        connect();

        var module = client.sender(session, "/devices/board-1/modules/m/messages/events");
        var nowhere = client.receiver(session, "/nowhere");

        assertThat(client.condition(module).condition()).isEqualTo("amqp:not-found");
        assertThat(client.condition(nowhere).condition()).isEqualTo("amqp:not-found");
    }
}
