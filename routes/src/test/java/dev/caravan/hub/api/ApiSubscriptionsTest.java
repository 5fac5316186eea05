package dev.caravan.hub.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.ledger.AccessKeys;
import dev.caravan.ledger.Subscription;
import dev.caravan.ledger.Subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OneHub.class)
class ApiSubscriptionsTest {

    private static final String SUBSCRIPTIONS = "/api/v1/subscriptions";
    private static final int PATIENCE_SECONDS = 30;

    private final RunningHub hub;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private HttpServer receiver;

    ApiSubscriptionsTest(RunningHub hub) {
        this.hub = hub;
    }

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(204, -1);
            }
        });
        receiver.start();
    }

    @AfterEach
    void endSubscriptions() throws Exception {
        for (var each : RunningHub.json(hub.get(SUBSCRIPTIONS)).path("items")) {
            hub.send(hub.request(SUBSCRIPTIONS + "/" + each.path("id").asText()).DELETE());
        }
        receiver.stop(0);
    }

    @Test
    void whatIsPushedIsWhatTheFeedGives() throws Exception {
        var made = subscribe("{\"url\":\"" + url() + "\",\"types\":[\"board.enrolled\"],\"consignee\":\"krone\"}");
        assertThat(made.path("secret").asText()).startsWith("whsec_");
        assertThat(made.path("state").asText()).isEqualTo("ACTIVE");

        var replayed = post("/" + made.path("id").asText() + "/replay?from=1");

        assertThat(replayed.statusCode()).as(replayed.body()).isEqualTo(200);
        var pushed = new ObjectMapper().readTree(received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(RunningHub.json(hub.get("/api/v1/events")).path("items")).contains(pushed);
        var delivery = awaitDelivery(made);
        assertThat(delivery.path("event")).isEqualTo(pushed.path("id"));
        assertThat(delivery.path("status").asInt()).isEqualTo(204);
        assertThat(delivery.path("subject").asText()).isEqualTo(RunningHub.OF_KRONE);
    }

    @Test
    void ownerWhoseKeyIsRevokedIsNotToldOfAnythingMore() throws Exception {
        var owner = new Principal("revoked-erp", Role.FACTORY, Set.of());
        var made = hub.send(hub.request(owner, SUBSCRIPTIONS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\":\"" + url() + "\"}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        var keys = hub.part(AccessKeys.class);
        keys.list().stream()
                .filter(key -> key.principal().equals(owner))
                .forEach(key -> keys.revoke(key.id(), "a test"));

        var subscriptions = hub.part(Subscriptions.class);
        await().atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .untilAsserted(() -> assertThat(subscriptions.of("revoked-erp"))
                        .extracting(Subscription::state)
                        .containsExactly(Subscription.State.DISABLED));
        subscriptions.delete("revoked-erp", RunningHub.json(made).path("id").asText());
    }

    @Test
    void secretIsShownWhenItIsMadeAndNeverAgain() throws Exception {
        var made = subscribe("{\"url\":\"" + url() + "\"}");
        var id = made.path("id").asText();

        assertThat(RunningHub.json(hub.get(SUBSCRIPTIONS + "/" + id)).has("secret"))
                .isFalse();
        assertThat(RunningHub.json(hub.get(SUBSCRIPTIONS)).at("/items/0").has("secret"))
                .isFalse();
        var rotated = RunningHub.json(post("/" + id + "/secret?overlapHours=1"));
        assertThat(rotated.path("secret").asText())
                .startsWith("whsec_")
                .isNotEqualTo(made.path("secret").asText());
        assertThat(rotated.has("previousSecretUntil")).isTrue();
        assertThat(RunningHub.json(post("/" + id + "/secret?overlapHours=0")).has("previousSecretUntil"))
                .isFalse();
    }

    @Test
    void whoeverWantsNoSecretIsGivenAPublicKeyThatAnybodyMaySee() throws Exception {
        var made = subscribe("{\"url\":\"" + url() + "\",\"signature\":\"ed25519\"}");
        var id = made.path("id").asText();

        assertThat(made.has("secret")).isFalse();
        assertThat(made.path("signature").asText()).isEqualTo("ed25519");
        assertThat(made.path("publicKey").asText()).startsWith("whpk_");
        assertThat(RunningHub.json(hub.get(SUBSCRIPTIONS + "/" + id)).path("publicKey"))
                .isEqualTo(made.path("publicKey"));
        var rotated = RunningHub.json(post("/" + id + "/secret?overlapHours=1"));
        assertThat(rotated.has("secret")).isFalse();
        assertThat(rotated.path("publicKey").asText()).startsWith("whpk_");
        assertThat(rotated.path("publicKey")).isNotEqualTo(made.path("publicKey"));
    }

    @Test
    void subscriptionThatIsDeletedIsNotThereAnyMore() throws Exception {
        var id = subscribe("{\"url\":\"" + url() + "\",\"consignee\":\"acme\"}")
                .path("id")
                .asText();

        assertThat(hub.send(hub.request(SUBSCRIPTIONS + "/" + id).DELETE()).statusCode())
                .isEqualTo(200);

        for (var path : new String[] {"", "/deliveries"}) {
            assertThat(RunningHub.problem(hub.get(SUBSCRIPTIONS + "/" + id + path), 404)
                            .path("type")
                            .asText())
                    .isEqualTo("urn:caravan:problem:unknown-subscription");
        }
        RunningHub.problem(post("/" + id + "/replay?from=1"), 404);
        RunningHub.problem(post("/" + id + "/secret"), 404);
        RunningHub.problem(hub.send(hub.request(SUBSCRIPTIONS + "/" + id).DELETE()), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|field 'url' is required: where events are posted to",
                "{\"url\":\"http://erp.example\"}|field 'url' must begin with https://",
                "{\"url\":\"https://erp.example\",\"types\":[\"Board\"]}|field 'types' must hold types of events such as"
                        + " board.enrolled, but holds 'Board'",
                "{\"url\":\"https://erp.example\",\"consignee\":\" \"}|field 'consignee' must have 1 to 200 characters;"
                        + " leave it out for the boards of all"
            })
    void requestThatBreaksARuleIsRefusedWithIt(String body, String rule) throws Exception {
        assertThat(RunningHub.problem(create(body), 400).path("detail").asText())
                .isEqualTo(rule);
    }

    @Test
    void twentySubscriptionsAreTheMost() throws Exception {
        for (var count = 0; count < 20; count++) {
            subscribe("{\"url\":\"https://erp.example\",\"types\":[\"never\"]}");
        }

        assertThat(RunningHub.problem(create("{\"url\":\"https://erp.example\"}"), 409)
                        .path("type")
                        .asText())
                .isEqualTo("urn:caravan:problem:too-many-subscriptions");
    }

    @Test
    void badParametersAreNamed() throws Exception {
        var id = subscribe("{\"url\":\"" + url() + "\"}").path("id").asText();

        assertThat(RunningHub.problem(post("/" + id + "/replay?from=0"), 400)
                        .path("detail")
                        .asText())
                .startsWith("parameter 'from' must be the 'sequence' of an event, from 1, or a time");
        RunningHub.problem(post("/" + id + "/replay?from=2026-13-26T00:00:00Z"), 400);
        RunningHub.problem(post("/" + id + "/replay"), 400);
        RunningHub.problem(post("/" + id + "/secret?overlapHours=169"), 400);
        assertThat(RunningHub.problem(hub.get(SUBSCRIPTIONS + "/" + id + "/deliveries?state=lost"), 400)
                        .path("detail")
                        .asText())
                .isEqualTo("parameter 'state' must be WAITING, DELIVERED or PARKED, but is 'lost'");
    }

    private JsonNode awaitDelivery(JsonNode subscription) throws Exception {
        var path = SUBSCRIPTIONS + "/" + subscription.path("id").asText() + "/deliveries?state=delivered";
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            var items = RunningHub.json(hub.get(path)).path("items");
            if (!items.isEmpty()) {
                return items.get(0);
            }
        }
        throw new AssertionError("nothing was written down as delivered");
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private JsonNode subscribe(String body) throws Exception {
        var answer = create(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return RunningHub.json(answer);
    }

    private HttpResponse<String> create(String body) throws Exception {
        return hub.send(hub.request(SUBSCRIPTIONS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String path) throws Exception {
        return hub.send(hub.request(SUBSCRIPTIONS + path).POST(BodyPublishers.noBody()));
    }
}
