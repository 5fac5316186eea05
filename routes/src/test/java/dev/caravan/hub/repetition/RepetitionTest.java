package dev.caravan.hub.repetition;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.OneHub;
import dev.caravan.hub.RunningHub;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.RequestKey;
import dev.caravan.ledger.RequestKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** A request that is sent again under its key, over real HTTP. */
@ExtendWith(OneHub.class)
class RepetitionTest {

    private static final Principal FACTORY = new Principal("repeating-factory", Role.FACTORY, Set.of());
    private static final Principal OTHER = new Principal("other-factory", Role.FACTORY, Set.of());
    private static final String SUBSCRIPTION = "{\"url\": \"https://192.0.2.7/events\"}";

    private final RunningHub hub;
    private final String key = UUID.randomUUID().toString();

    RepetitionTest(RunningHub hub) {
        this.hub = hub;
    }

    @Test
    void sameRequestGetsTheSameAnswerAndSaysThatItIsARepetition() throws Exception {
        var name = "repeated-" + key;
        var first = post(FACTORY, "/batches?name=" + name, key, inPieces(1));

        var again = post(FACTORY, "/batches?name=" + name, key, inPieces(1));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        for (var header : Set.of("Location", "Content-Type")) {
            assertThat(again.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(first.headers().firstValue(header));
        }
    }

    @Test
    void anotherBodyOrQueryUnderTheSameKeyIsRefusedAlsoWhenItComesInPieces() throws Exception {
        var path = "/batches?name=other-" + key;
        assertThat(post(FACTORY, path, key, inPieces(1000)).statusCode()).isEqualTo(201);

        var body = post(FACTORY, path, key, inPieces(1001));
        var query = post(FACTORY, path + "&dryRun=true", key, inPieces(1000));

        for (var answer : Set.of(body, query)) {
            assertThat(RunningHub.problem(answer, 422).path("type").asText())
                    .isEqualTo("urn:caravan:problem:key-reused");
        }
        assertThat(post(FACTORY, path, key, inPieces(1000)).statusCode()).isEqualTo(201);
    }

    @Test
    void keyOfOneIsNotAnothersAndNotThatOfAnotherPath() throws Exception {
        assertThat(post(FACTORY, "/batches?name=mine-" + key, key, inPieces(2)).statusCode())
                .isEqualTo(201);

        var others = post(OTHER, "/batches?name=theirs-" + key, key, inPieces(3));

        assertThat(others.statusCode()).isEqualTo(201);
        assertThat(post(FACTORY, "/batches/mine-" + key + "/retries", key, BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answerThatHoldsASecretIsNotGivenAgainAndNothingIsMadeTwice() throws Exception {
        var first = post(FACTORY, "/subscriptions", key, BodyPublishers.ofString(SUBSCRIPTION));
        var again = post(FACTORY, "/subscriptions", key, BodyPublishers.ofString(SUBSCRIPTION));
        var other = post(FACTORY, "/subscriptions", key, BodyPublishers.ofString("{\"url\": \"https://192.0.2.8/\"}"));

        var secret = RunningHub.json(first).path("secret").asText();
        assertThat(secret).startsWith("whsec_");
        var problem = RunningHub.problem(again, 409);
        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:already-carried-out");
        assertThat(problem.path("detail").asText()).contains("GET /api/v1/subscriptions");
        assertThat(again.body()).doesNotContain(secret);
        RunningHub.problem(other, 422);
        var made = RunningHub.json(hub.send(hub.request(FACTORY, "/api/v1/subscriptions")));
        assertThat(made.path("items")).hasSize(1);
        hub.send(hub.request(
                        FACTORY,
                        "/api/v1/subscriptions/"
                                + RunningHub.json(first).path("id").asText())
                .DELETE());
    }

    @Test
    void requestThatIsUnderWayIsToldWhenToComeAgain() throws Exception {
        begunElsewhere("/api/v1/batches", "another-hub");

        var answer = post(FACTORY, "/batches?name=never-" + key, key, inPieces(1));

        assertThat(RunningHub.problem(answer, 409).path("type").asText())
                .isEqualTo("urn:caravan:problem:request-under-way");
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void requestThatACrashHasCutOffIsCarriedOutIfItMayBeAndOtherwiseItIsSaid() throws Exception {
        cutOff("/api/v1/batches");
        cutOff("/api/v1/subscriptions");

        var batch = post(FACTORY, "/batches?name=after-a-crash-" + key, key, inPieces(1));
        var subscription = post(FACTORY, "/subscriptions", key, BodyPublishers.ofString(SUBSCRIPTION));

        assertThat(batch.statusCode()).as(batch.body()).isEqualTo(201);
        var problem = RunningHub.problem(subscription, 409);
        assertThat(problem.path("type").asText()).isEqualTo("urn:caravan:problem:perhaps-carried-out");
        assertThat(problem.path("detail").asText()).contains("cut off", "GET /api/v1/subscriptions");
    }

    @Test
    void refusedRequestHasChangedNothingAndMayBeMendedUnderTheSameKey() throws Exception {
        var path = "/batches?name=mended-" + key;
        RunningHub.problem(post(FACTORY, path, key, BodyPublishers.ofString("no batch;at all\n")), 422);

        assertThat(post(FACTORY, path, key, inPieces(1)).statusCode()).isEqualTo(201);
    }

    @Test
    void putMayCarryAKeyToo() throws Exception {
        var request = hub.request("/api/v1/boards/" + RunningHub.ENROLLED + "/activation?dryRun=true")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .PUT(BodyPublishers.ofString("{\"iotHub\":\"plant-a.azure-devices.net\"}"));
        var first = hub.send(request);
        var again = hub.send(request);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "tab\tinside"})
    void badKeyIsRefusedWithTheRule(String bad) throws Exception {
        mustBeRefused(bad);
        mustBeRefused("x".repeat(256));
    }

    private void mustBeRefused(String bad) throws Exception {
        var answer = post(FACTORY, "/batches?name=never-" + key, bad, inPieces(1));
        assertThat(RunningHub.problem(answer, 400).path("detail").asText()).contains("1 to 255 visible ASCII");
    }

    private void begunElsewhere(String path, String elsewhere) {
        try (var beside = LedgerDatabase.beside(hub.folder("data").resolve("ledger.db"))) {
            new RequestKeys(beside, elsewhere, "1")
                    .begin(new RequestKey(FACTORY.name(), "POST", path, Fingerprint.of(key)), null, true);
        }
    }

    private void cutOff(String path) {
        begunElsewhere(path, key);
        try (var beside = LedgerDatabase.beside(hub.folder("data").resolve("ledger.db"))) {
            new RequestKeys(beside, key, "2").releaseEarlier();
        }
    }

    /** A batch of so many rows, of unknown length. */
    private BodyPublisher inPieces(int rows) {
        var content = new StringBuilder("guid,note\n");
        for (var row = 0; row < rows; row++) {
            content.append(UUID.nameUUIDFromBytes((key + row).getBytes(StandardCharsets.UTF_8)))
                    .append(',')
                    .append("x".repeat(300))
                    .append('\n');
        }
        return BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(content.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> post(Principal as, String path, String idempotencyKey, BodyPublisher body)
            throws Exception {
        return hub.send(hub.request(as, "/api/v1" + path)
                .header("Content-Type", path.startsWith("/batches?") ? "text/csv" : "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(body));
    }
}
