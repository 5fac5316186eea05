package dev.caravan.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.ledger.Deliveries.Attempt;
import dev.caravan.ledger.Deliveries.Due;
import dev.caravan.ledger.Delivery.State;
import dev.caravan.ledger.Subscription.Signature;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who is told of which events, by one hub at a time, and in which order. */
interface SubscriptionContract extends OnLedger {

    Duration DAYS = Duration.ofDays(3);

    @Test
    default void subscriptionIsToldOfWhatHappensAfterIt() {
        tell("board.enrolled", "a");
        new Events(ledger().database()).after(new Reach.Everything(), 0, 10);
        subscribe("s1", Set.of(), null);
        tell("board.activated", "a");
        tell("batch.completed", "line-7");

        assertThat(read("s1")).extracting(Due::type).containsExactly("board.activated", "batch.completed");
        assertThat(read("s1").get(0).event().orElseThrow().data().path("number").asInt())
                .isEqualTo(1);
    }

    @Test
    default void filtersHoldWithEachOther() {
        ledger().batches().register("line-7", "line-7.csv", "sha", 2);
        ledger().batches()
                .accept(
                        "line-7",
                        0,
                        List.of(
                                new NewBoard(2, guid(1), "acme", null, null, Map.of()),
                                new NewBoard(3, guid(2), "other", null, null, Map.of())),
                        List.of());
        subscribe("types", Set.of("board.activated", "batch.completed"), null);
        subscribe("acme", Set.of(), "acme");
        subscribe("both", Set.of("board.activated"), "acme");
        tell("board.enrolled", guid(1).value());
        tell("board.activated", guid(1).value());
        tell("board.activated", guid(2).value());
        tell("batch.completed", "line-7");

        assertThat(all("types")).containsExactly("board.activated 1", "board.activated 2", "batch.completed line-7");
        assertThat(all("acme")).containsExactly("board.enrolled 1", "board.activated 1");
        assertThat(all("both")).containsExactly("board.activated 1");
    }

    @Test
    default void laterEventsOfABoardWaitForTheFirstAndThoseOfOthersDoNot() {
        subscribe("s1", Set.of(), null);
        for (var subject : List.of("a", "a", "b", "a", "b")) {
            tell("board.changed", subject);
        }
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);

        assertThat(deliveries().due(turn, 9)).extracting(Due::position).containsExactly(1L, 3L);

        deliveries().record(turn, List.of(refused(1), taken(3)), null, Duration.ZERO);
        assertThat(deliveries().due(turn, 9)).extracting(Due::position).containsExactly(5L);

        deliveries().record(turn, List.of(taken(5)), null, Duration.ZERO);
        ledger().endDeliveryPauses();
        assertThat(deliveries().due(turn, 9)).extracting(Due::position).containsExactly(1L);
        assertThat(deliveries().due(turn, 9).get(0).attempts()).isEqualTo(1);

        deliveries().record(turn, List.of(taken(1)), null, Duration.ZERO);
        assertThat(deliveries().due(turn, 9)).extracting(Due::position).containsExactly(2L);
    }

    @Test
    default void whatFailsForTooLongIsParkedAndLetsTheOthersOfItsBoardGoOn() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        tell("board.changed", "a");
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);

        assertThat(deliveries().record(turn, List.of(refused(1)), null, Duration.ZERO))
                .isZero();
        ledger().database()
                .writer()
                .sql("UPDATE delivery SET since = since - 259200000")
                .update();
        assertThat(deliveries().record(turn, List.of(refused(1)), null, Duration.ZERO))
                .isOne();

        assertThat(deliveries().list("s1", State.PARKED, 0, 9)).singleElement().satisfies(parked -> {
            assertThat(parked.position()).isEqualTo(1);
            assertThat(parked.attempts()).isEqualTo(2);
            assertThat(parked.status()).isEqualTo(500);
            assertThat(parked.problem()).isEqualTo("answered 500");
            assertThat(parked.dueAt()).isNull();
            assertThat(parked.triedAt()).isNotNull();
        });
        assertThat(deliveries().due(turn, 9)).extracting(Due::position).containsExactly(2L);
        assertThat(find("s1").parked()).isOne();
        assertThat(find("s1").waiting()).isOne();
    }

    @Test
    default void replaySendsAgainInTheSameOrderWhateverBecameOfIt() {
        subscribe("s1", Set.of(), null);
        for (var subject : List.of("a", "b", "b", "c")) {
            tell("board.changed", subject);
        }
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);
        deliveries().record(turn, List.of(taken(1), refused(2), taken(4)), null, Duration.ZERO);
        deliveries().disable(turn, "answered 410");
        turns().release(turn);
        assertThat(turns().open()).isEmpty();

        var again = subscriptions().replay("erp", "s1", 2).orElseThrow();

        assertThat(again.state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(again.problem()).isNull();
        assertThat(again.readTo()).isEqualTo(1);
        assertThat(turns().open()).containsExactly("s1");
        assertThat(all("s1")).containsExactly("board.changed b", "board.changed b", "board.changed c");
        assertThat(subscriptions().replay("erp", "s1", 99).orElseThrow().readTo())
                .as("a place in the future passes nothing over")
                .isEqualTo(4);
        assertThat(subscriptions().replay("somebody", "s1", 1)).isEmpty();
    }

    @Test
    default void replayInTheMiddleOfATurnIsNotOverwrittenByIt() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        tell("board.changed", "b");
        new Events(ledger().database()).after(new Reach.Everything(), 0, 10);
        var turn = turns().take("s1").orElseThrow();
        var before = turns().renew(turn);
        deliveries().readOn(turn, before, 1);

        subscriptions().replay("erp", "s1", 1);
        deliveries().record(turn, List.of(taken(1)), null, Duration.ZERO);
        deliveries().readOn(turn, new Turn.Errand("", Set.of(), null, 1, 0, Signature.HMAC, "", null), 2);

        assertThat(turns().renew(turn).readTo()).isZero();
        assertThat(deliveries().list("s1", null, 0, 9)).isEmpty();
    }

    @Test
    default void oneHubDeliversAtATimeAndWhoLostItsTurnWritesNothing() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        var slow = turns().take("s1").orElseThrow();
        readOn(slow);
        var other = new Turns(ledger().database(), "hub-b", "1", Duration.ofMinutes(5));
        assertThat(other.open()).isEmpty();
        assertThat(other.take("s1")).isEmpty();

        ledger().database()
                .writer()
                .sql("UPDATE subscription SET lease_until = 0")
                .update();
        var quick = other.take("s1").orElseThrow();

        assertThat(quick.attempt()).isEqualTo(slow.attempt() + 1);
        assertThatExceptionOfType(TurnLostException.class).isThrownBy(() -> turns().renew(slow));
        assertThatExceptionOfType(TurnLostException.class)
                .isThrownBy(() -> deliveries().record(slow, List.of(taken(1)), null, Duration.ZERO));
        assertThatExceptionOfType(TurnLostException.class)
                .isThrownBy(() -> deliveries().disable(slow, "answered 410"));
        turns().release(slow);
        other.renew(quick);
        assertThat(deliveries().due(quick, 9)).hasSize(1);
    }

    @Test
    default void turnsOfAKilledHubAreFreeAtItsNextStartAndThoseOfOthersAreNot() {
        subscribe("s1", Set.of(), null);
        subscribe("s2", Set.of(), null);
        tell("board.changed", "a");
        turns().take("s1").orElseThrow();
        new Turns(ledger().database(), "hub-b", "1", Duration.ofMinutes(5))
                .take("s2")
                .orElseThrow();

        assertThat(new Turns(ledger().database(), "hub-a", "2", Duration.ofMinutes(5)).releaseEarlier())
                .isOne();

        assertThat(turns().open()).containsExactly("s1");
    }

    @Test
    default void clockThatIsSetBackByADayKeepsNothingForADay() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);
        deliveries().record(turn, List.of(refused(1)), "answered 500", Duration.ofMinutes(1));
        assertThat(turns().open()).isEmpty();

        ledger().database()
                .writer()
                .sql("UPDATE subscription SET not_before = not_before + 86400000, lease_until = lease_until + 86400000")
                .update();
        ledger().database()
                .writer()
                .sql("UPDATE delivery SET due_at = due_at + 86400000")
                .update();

        assertThat(turns().open()).containsExactly("s1");
        assertThat(deliveries().due(turns().take("s1").orElseThrow(), 9)).hasSize(1);
    }

    @Test
    default void subscriptionToWhichNothingArrivesIsLeftAloneForAWhile() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        tell("board.changed", "b");
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);
        deliveries().record(turn, List.of(refused(1)), "answered 500", Duration.ofMinutes(1));
        assertThat(turns().renew(turn).failures()).isOne();
        turns().release(turn);

        assertThat(turns().open()).isEmpty();
        assertThat(find("s1").problem()).isEqualTo("answered 500");

        ledger().database()
                .writer()
                .sql("UPDATE subscription SET not_before = 0")
                .update();
        var next = turns().take("s1").orElseThrow();
        deliveries().record(next, List.of(taken(2)), null, Duration.ZERO);
        assertThat(turns().renew(next).failures()).isZero();
        assertThat(find("s1").problem()).isNull();
    }

    @Test
    default void eachOwnerSeesAndChangesOnlyTheirs() {
        subscribe("s1", Set.of(), null);

        assertThat(subscriptions().of("somebody")).isEmpty();
        assertThat(subscriptions().find("somebody", "s1")).isEmpty();
        assertThat(subscriptions().rotate("somebody", "s1", key("x"), Duration.ofHours(1)))
                .isEmpty();
        assertThat(subscriptions().delete("somebody", "s1")).isFalse();
        assertThat(subscriptions().of("erp")).extracting(Subscription::id).containsExactly("s1");
    }

    @Test
    default void deletedSubscriptionEndsTheTurnAndForgetsItsDeliveries() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);

        assertThat(subscriptions().delete("erp", "s1")).isTrue();

        assertThat(deliveries().list("s1", null, 0, 9)).isEmpty();
        assertThatExceptionOfType(TurnLostException.class)
                .isThrownBy(() -> deliveries().record(turn, List.of(taken(1)), null, Duration.ZERO));
    }

    @Test
    default void secretBeforeTheRotationSignsForAWhileAndNoLonger() {
        subscribe("s1", Set.of(), null);
        var rotated = subscriptions()
                .rotate("erp", "s1", key("second"), Duration.ofHours(1))
                .orElseThrow();
        var turn = turns().take("s1").orElseThrow();

        assertThat(rotated.previousSecretUntil()).isAfter(Instant.now());
        assertThat(turns().renew(turn).secret()).isEqualTo("second");
        assertThat(turns().renew(turn).previousSecret()).isEqualTo("sealed-s1");

        subscriptions().rotate("erp", "s1", key("third"), Duration.ZERO);
        assertThat(turns().renew(turn).secret()).isEqualTo("third");
        assertThat(turns().renew(turn).previousSecret()).isNull();
        assertThat(find("s1").previousSecretUntil()).isNull();
    }

    @Test
    default void whatWasDeliveredLongAgoIsForgottenAndWhatWaitsIsNot() {
        subscribe("s1", Set.of(), null);
        tell("board.changed", "a");
        tell("board.changed", "b");
        tell("board.changed", "c");
        var turn = turns().take("s1").orElseThrow();
        readOn(turn);
        deliveries().record(turn, List.of(taken(1), refused(2)), null, Duration.ZERO);
        ledger().database()
                .writer()
                .sql("UPDATE delivery SET tried_at = tried_at - 1001")
                .update();
        deliveries().record(turn, List.of(taken(3)), null, Duration.ZERO);

        assertThat(deliveries().forget(Duration.ofSeconds(1))).isOne();

        assertThat(deliveries().list("s1", null, 0, 9))
                .extracting(Delivery::position)
                .containsExactly(2L, 3L);
    }

    @Test
    default void placeInTimeIsTheFirstEventThatHappenedThenOrLater() {
        assertThat(subscriptions().positionAt(Instant.EPOCH)).isOne();
        tell("board.changed", "a");
        tell("board.changed", "b");
        var events = new Events(ledger().database()).after(new Reach.Everything(), 0, 9);
        ledger().database()
                .writer()
                .sql("UPDATE event SET at = at + 1000 WHERE position = 2")
                .update();

        assertThat(subscriptions().positionAt(Instant.EPOCH)).isOne();
        assertThat(subscriptions().positionAt(events.get(0).at().plusMillis(500)))
                .isEqualTo(2);
        assertThat(subscriptions().positionAt(Instant.now().plusSeconds(60))).isEqualTo(3);
    }

    private static Subscriptions.Key key(String secret) {
        return new Subscriptions.Key(Signature.HMAC, secret, null);
    }

    private Subscriptions subscriptions() {
        return new Subscriptions(ledger().database());
    }

    private Turns turns() {
        return new Turns(ledger().database(), "hub-a", "1", Duration.ofMinutes(5));
    }

    private Deliveries deliveries() {
        return new Deliveries(ledger().database(), turns());
    }

    private Subscription find(String id) {
        return subscriptions().find("erp", id).orElseThrow();
    }

    private void subscribe(String id, Set<String> types, @Nullable String consignee) {
        subscriptions()
                .add(new Subscriptions.Wish(
                        id, "erp", "https://erp.example/hook", types, consignee, key("sealed-" + id)));
    }

    private void tell(String type, String subject) {
        ledger().tell(type, subject);
    }

    private void readOn(Turn turn) {
        var errand = turns().renew(turn);
        var events = new Events(ledger().database()).after(new Reach.Everything(), errand.readTo(), 100);
        if (!events.isEmpty()) {
            deliveries().readOn(turn, errand, events.get(events.size() - 1).position());
        }
    }

    private List<Due> read(String id) {
        var turn = turns().take(id).orElseThrow();
        readOn(turn);
        var due = deliveries().due(turn, 100);
        turns().release(turn);
        return due;
    }

    /** Type and last digit of the subject of everything that waits. */
    private List<String> all(String id) {
        read(id);
        return deliveries().list(id, State.WAITING, 0, 100).stream()
                .map(waiting -> waiting.type() + " " + waiting.subject().replaceFirst(".*-0+([1-9])$", "$1"))
                .toList();
    }

    private static Attempt taken(long position) {
        return new Attempt(position, 204, null, Duration.ZERO, DAYS);
    }

    private static Attempt refused(long position) {
        return new Attempt(position, 500, "answered 500", Duration.ofMinutes(1), DAYS);
    }
}
