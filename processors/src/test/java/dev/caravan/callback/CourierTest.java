package dev.caravan.callback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.callback.Receiver.Answer;
import dev.caravan.callback.SubscriptionDesk.Shown;
import dev.caravan.ledger.Deliveries;
import dev.caravan.ledger.Delivery.State;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Subscription;
import dev.caravan.ledger.Subscription.Signature;
import dev.caravan.ledger.Subscriptions;
import dev.caravan.ledger.TestLedger;
import dev.caravan.ledger.Turns;

import static org.assertj.core.api.Assertions.assertThat;

/** Events from a real ledger to a real receiver over TLS. */
class CourierTest {

    private static final String ERP = "erp";
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00.9Z");
    private static final Duration THREE_DAYS = Duration.ofDays(3);

    @TempDir
    Path data;

    private final Receiver receiver = Receiver.https();
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestLedger ledger;
    private Vault vault;
    private SubscriptionDesk desk;
    private Courier courier;

    @BeforeEach
    void start() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        vault = Vault.openOrMake(data.resolve("key"), new SecureRandom());
        desk = new SubscriptionDesk(subscriptions(), vault, new SecureRandom());
        courier = courier("hub-a", THREE_DAYS);
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open) {
            each.close();
        }
        receiver.close();
        ledger.close();
    }

    @Test
    void eventArrivesSignedAsACloudEvent() throws Exception {
        var shown = subscribe();
        ledger.tell("board.enrolled", "board-1");

        courier.work(id(shown));

        var message = receiver.messages().get(0);
        var event = message.json();
        assertThat(message.isSignedWith(shown.secret())).isTrue();
        assertThat(message.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(message.contentType()).startsWith("application/cloudevents+json");
        assertThat(message.id()).isEqualTo(event.path("id").asText());
        assertThat(event.path("specversion").asText()).isEqualTo("1.0");
        assertThat(event.path("source").asText()).isEqualTo("/caravan");
        assertThat(event.path("type").asText()).isEqualTo("board.enrolled");
        assertThat(event.path("subject").asText()).isEqualTo("board-1");
        assertThat(event.path("sequence").asText()).isEqualTo("1");
        assertThat(event.at("/data/number").asInt()).isEqualTo(1);
        assertThat(Instant.parse(event.path("time").asText()))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(find(shown).waiting()).isZero();
    }

    @Test
    void manyEventsArriveOnceEachAndInTheOrderOfTheirBoard() throws Exception {
        var shown = subscribe();
        for (var event = 0; event < 300; event++) {
            ledger.tell("board.changed", "board-" + event / 5 % 20);
        }

        courier.work(id(shown));

        assertThat(receiver.messages()).hasSize(300);
        assertThat(ids()).doesNotHaveDuplicates();
        assertThat(receiver.messages()).allMatch(message -> message.isSignedWith(shown.secret()));
        requireOrderPerBoard();
    }

    @Test
    void eventThatIsRefusedHoldsBackThoseOfItsBoardAndNoOther() throws Exception {
        var shown = subscribe();
        for (var event = 0; event < 40; event++) {
            ledger.tell("board.changed", "board-" + event % 4);
        }
        refuse("board-1");

        courier.work(id(shown));

        assertThat(taken("board-1")).isEmpty();
        assertThat(List.of("board-0", "board-2", "board-3"))
                .allSatisfy(board -> assertThat(taken(board)).hasSize(10));
        assertThat(find(shown).waiting()).isEqualTo(10);
        assertThat(find(shown).problem()).isNull();

        receiver.answer(204);
        ledger.endDeliveryPauses();
        receiver.messages().clear();
        courier.work(id(shown));
        assertThat(receiver.messages()).hasSize(10);
        requireOrderPerBoard();
    }

    @Test
    void receiverThatTakesNothingIsAskedLessAndLessOftenButAlwaysUnderTheSameId() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        receiver.answer(503);

        var pauses = new ArrayList<Long>();
        for (var attempt = 0; attempt < 12; attempt++) {
            courier.work(id(shown));
            courier.work(id(shown));
            var waiting = deliveries().list(id(shown), State.WAITING, 0, 1).get(0);
            assertThat(waiting.attempts()).as("the second look was too early").isEqualTo(attempt + 1);
            pauses.add(Duration.between(waiting.triedAt(), waiting.dueAt())
                    .plusMillis(500)
                    .toSeconds());
            ledger.endDeliveryPauses();
        }

        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L);
        assertThat(find(shown).problem()).isEqualTo("answered 503");
        assertThat(new HashSet<>(ids())).hasSize(1);
        receiver.answer(204);
        courier.work(id(shown));
        assertThat(find(shown).problem()).isNull();
        assertThat(find(shown).waiting()).isZero();
    }

    @Test
    void receiverThatWantsToBeLeftAloneIsLeftAloneForAsLongAsItSaysThoughItTakesSome() throws Exception {
        var shown = subscribe();
        receiver.answer(message ->
                subject(message).equals("board-1") ? new Answer(429, "", null, "900") : new Answer(204, "", null));
        ledger.tell("board.changed", "board-1");
        ledger.tell("board.changed", "board-2");
        courier.work(id(shown));
        ledger.tell("board.changed", "board-3");

        courier.work(id(shown));

        assertThat(receiver.messages()).as("nothing was sent after its word").hasSize(2);
        assertThat(find(shown).problem()).isEqualTo("answered 429 and asks to be left alone for 900 s");
        var waiting = deliveries().list(id(shown), State.WAITING, 0, 1).get(0);
        assertThat(Duration.between(waiting.triedAt(), waiting.dueAt()))
                .isBetween(Duration.ofSeconds(900), Duration.ofSeconds(901));

        receiver.answer(204);
        ledger.endDeliveryPauses();
        courier.work(id(shown));
        assertThat(receiver.messages()).hasSize(4);
        assertThat(find(shown).problem()).isNull();
    }

    @Test
    void hubsOwnKeySignsAndTheOneBeforeTooUntilTheOverlapIsOver() throws Exception {
        var first = desk.subscribe(ERP, receiver.url(), Set.of(), null, Signature.ED25519);
        assertThat(first.secret()).isNull();
        ledger.tell("board.changed", "board-1");
        courier.work(id(first));

        var second = desk.rotate(ERP, id(first), Duration.ofHours(1)).orElseThrow();
        ledger.tell("board.changed", "board-1");
        courier.work(id(first));
        desk.rotate(ERP, id(first), Duration.ZERO);
        ledger.tell("board.changed", "board-1");
        courier.work(id(first));

        assertThat(signedBy(first)).containsExactly(true, true, false);
        assertThat(signedBy(second)).containsExactly(false, true, false);
        assertThat(find(first).publicKey())
                .startsWith("whpk_")
                .isNotEqualTo(first.subscription().publicKey());
    }

    /** Which messages the subscription's public key says are the hub's, by BouncyCastle. */
    private List<Boolean> signedBy(Shown shown) {
        var key = new Ed25519PublicKeyParameters(
                Base64.getDecoder().decode(shown.subscription().publicKey().substring("whpk_".length())));
        return receiver.messages().stream()
                .map(message -> List.of(message.signature().split(" ")).stream()
                        .anyMatch(each -> isSigned(key, message, each.substring("v1a,".length()))))
                .toList();
    }

    private static boolean isSigned(Ed25519PublicKeyParameters key, Receiver.Message message, String signature) {
        var signer = new Ed25519Signer();
        signer.init(false, key);
        var text = (message.id() + "." + message.timestamp() + ".").getBytes(StandardCharsets.UTF_8);
        signer.update(text, 0, text.length);
        signer.update(message.body(), 0, message.body().length);
        return signer.verifySignature(Base64.getDecoder().decode(signature));
    }

    @Test
    void eventThatIsGivenUpIsParkedAndAReplayBringsItBack() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        ledger.tell("board.changed", "board-1");
        receiver.answer(500);
        var impatient = courier("hub-a", Duration.ZERO);

        impatient.work(id(shown));
        ledger.endDeliveryPauses();
        impatient.work(id(shown));
        assertThat(deliveries().list(id(shown), null, 0, 9))
                .extracting(delivery -> delivery.state() + " " + delivery.status() + " " + delivery.problem())
                .containsExactly("PARKED 500 answered 500", "PARKED 500 answered 500");
        assertThat(find(shown).parked()).isEqualTo(2);

        receiver.answer(204);
        receiver.messages().clear();
        subscriptions().replay(ERP, id(shown), 1);
        courier.work(id(shown));
        assertThat(receiver.messages()).hasSize(2);
        assertThat(find(shown).parked()).isZero();
        requireOrderPerBoard();
    }

    @Test
    void receiverThatIsGoneGetsNothingMoreUntilAReplay() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        receiver.answer(410);
        courier.work(id(shown));
        ledger.tell("board.changed", "board-2");
        ledger.endDeliveryPauses();

        courier.work(id(shown));

        assertThat(receiver.messages()).hasSize(1);
        assertThat(find(shown).state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(find(shown).problem()).startsWith("the receiver has answered 410 (gone)");

        receiver.answer(204);
        subscriptions().replay(ERP, id(shown), 1);
        courier.work(id(shown));
        assertThat(receiver.messages()).hasSize(3);
    }

    /** As after a kill: the receiver has it, and the ledger does not know. */
    @Test
    void eventThatWasSentButNotWrittenDownIsSentOnceMoreUnderTheSameId() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        var other = courier("hub-b", THREE_DAYS);
        receiver.answer(message -> {
            receiver.answer(204);
            ledger.endTurns();
            other.work(id(shown));
            return new Answer(204, "", null);
        });

        courier.work(id(shown));

        assertThat(receiver.messages()).hasSize(2);
        assertThat(new HashSet<>(ids())).hasSize(1);
        assertThat(deliveries().list(id(shown), null, 0, 9)).singleElement().satisfies(delivery -> {
            assertThat(delivery.state()).isEqualTo(State.DELIVERED);
            assertThat(delivery.attempts()).isEqualTo(1);
        });
    }

    @Test
    void twoHubsNeverDeliverToOneSubscriptionAtTheSameTime() throws Exception {
        var shown = subscribe();
        var working = new AtomicInteger();
        var perBoard = new ConcurrentHashMap<String, AtomicInteger>();
        receiver.answer(message -> {
            var board = perBoard.computeIfAbsent(subject(message), subject -> new AtomicInteger());
            assertThat(board.incrementAndGet()).isEqualTo(1);
            working.incrementAndGet();
            board.decrementAndGet();
            return new Answer(204, "", null);
        });
        var other = courier("hub-b", THREE_DAYS);
        for (var event = 0; event < 200; event++) {
            ledger.tell("board.changed", "board-" + event % 10);
        }

        var hubs = List.of(courier, other).stream()
                .map(hub -> CompletableFuture.runAsync(() -> {
                    while (working.get() < 200) {
                        hub.work(id(shown));
                    }
                }))
                .toList();
        hubs.forEach(CompletableFuture::join);

        assertThat(ids()).hasSize(200).doesNotHaveDuplicates();
        requireOrderPerBoard();
    }

    @Test
    void hubThatStopsInTheMiddleLeavesTheTurnToTheNext() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        var arrived = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        receiver.answer(message -> {
            arrived.countDown();
            return new Answer(waited(end) ? 204 : 500, "", null);
        });
        var working = new Thread(() -> courier.work(id(shown)));
        working.start();
        arrived.await();

        working.interrupt();
        working.join();

        assertThat(turns("hub-b").take(id(shown))).isPresent();
        assertThat(find(shown).waiting()).isOne();
        end.countDown();
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void bothSecretsSignUntilTheOverlapIsOver() {
        var first = subscribe();
        var second = desk.rotate(ERP, id(first), Duration.ofHours(1)).orElseThrow();
        ledger.tell("board.changed", "board-1");
        courier.work(id(first));
        desk.rotate(ERP, id(first), Duration.ZERO);
        ledger.tell("board.changed", "board-1");
        courier.work(id(first));

        assertThat(receiver.messages().get(0).isSignedWith(first.secret())).isTrue();
        assertThat(receiver.messages().get(0).isSignedWith(second.secret())).isTrue();
        assertThat(receiver.messages().get(1).isSignedWith(first.secret())).isFalse();
        assertThat(receiver.messages().get(1).isSignedWith(second.secret())).isFalse();
        assertThat(desk.rotate("somebody", id(first), Duration.ZERO)).isEmpty();
    }

    @Test
    void secretStandsInNoFileAndInNoText() throws Exception {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        courier.work(id(shown));
        var rotated = desk.rotate(ERP, id(shown), Duration.ofHours(1)).orElseThrow();

        assertThat(shown.toString()).doesNotContain(shown.secret());
        for (var file : List.of("ledger.db", "ledger.db-wal")) {
            var bytes = new String(Files.readAllBytes(data.resolve(file)), StandardCharsets.ISO_8859_1);
            assertThat(bytes)
                    .doesNotContain(
                            shown.secret().substring(6), rotated.secret().substring(6));
        }
    }

    @Test
    void secretThatCannotBeReadIsAProblemThatTheOwnerSees() {
        var shown = subscribe();
        vault = Vault.openOrMake(data.resolve("another"), new SecureRandom());
        ledger.tell("board.changed", "board-1");

        courier("hub-b", THREE_DAYS).work(id(shown));

        assertThat(find(shown).problem()).isEqualTo("the hub could not send it; its log says why");
        assertThat(find(shown).waiting()).isOne();
    }

    @Test
    void eventThatTheLedgerDoesNotKeepAnyMoreIsParkedAtOnce() {
        var shown = subscribe();
        ledger.tell("board.changed", "board-1");
        ledger.tell("board.changed", "board-1");
        receiver.answer(500);
        courier.work(id(shown));
        ledger.forgetEvents();
        ledger.endDeliveryPauses();

        courier.work(id(shown));

        assertThat(deliveries().list(id(shown), State.PARKED, 0, 9))
                .singleElement()
                .satisfies(parked -> {
                    assertThat(parked.problem()).isEqualTo("the ledger does not keep the event any more");
                    assertThat(parked.position()).isEqualTo(1);
                });
    }

    /** Every pause is as long as it may be. */
    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return -1;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    private Shown subscribe() {
        return desk.subscribe(ERP, receiver.url(), Set.of(), null, Signature.HMAC);
    }

    private static String id(Shown shown) {
        return shown.subscription().id();
    }

    private Subscription find(Shown shown) {
        return subscriptions().find(ERP, id(shown)).orElseThrow();
    }

    private Subscriptions subscriptions() {
        return new Subscriptions(ledger.database());
    }

    private Deliveries deliveries() {
        return new Deliveries(ledger.database(), turns("reader"));
    }

    private Turns turns(String hub) {
        return new Turns(ledger.database(), hub, "1", Duration.ofMinutes(5));
    }

    private Courier courier(String hub, Duration giveUp) {
        var turns = turns(hub);
        var caller = Callbacks.caller(Callbacks.settings(Callbacks.THIS_MACHINE), Callbacks::here, receiver);
        var made = new Courier(
                turns,
                new Deliveries(ledger.database(), turns),
                new Events(ledger.database()),
                new Sender(vault, caller, Clock.fixed(NOW, ZoneOffset.UTC)),
                giveUp,
                new Longest());
        open.add(made);
        open.add(caller);
        return made;
    }

    private void refuse(String board) {
        receiver.answer(message -> new Answer(subject(message).equals(board) ? 500 : 204, "", null));
    }

    private static String subject(Receiver.Message message) {
        try {
            return message.json().path("subject").asText();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private List<String> ids() {
        return receiver.messages().stream().map(Receiver.Message::id).toList();
    }

    private List<Long> taken(String board) {
        return deliveries().list(subscriptions().of(ERP).get(0).id(), State.DELIVERED, 0, 1000).stream()
                .filter(delivery -> delivery.subject().equals(board))
                .map(delivery -> delivery.position())
                .toList();
    }

    private void requireOrderPerBoard() throws Exception {
        var last = new HashMap<String, Long>();
        for (var message : receiver.messages()) {
            var place = message.json().path("sequence").asLong();
            var before = last.put(subject(message), place);
            assertThat(place).as(message.text()).isGreaterThan(before == null ? 0 : before);
        }
    }
}
