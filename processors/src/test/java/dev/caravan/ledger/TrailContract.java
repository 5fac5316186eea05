package dev.caravan.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.board.Activation;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.certificate;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What happened is written down with the change, and only then. */
interface TrailContract extends OnLedger {

    @Test
    default void everyStepOfABatchIsInItsChain() {
        var chunk = ledger().certified("line-7", 3);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards()
                .settled(
                        claim,
                        List.of(
                                new Settled.Enrolled(guid(1), true),
                                new Settled.Enrolled(guid(2), true),
                                new Settled.Parked(guid(3), "refused")));
        ledger().chunks().advance(claim);
        ledger().chunks().advance(ledger().chunks().claim(chunk, Stage.DELIVER).orElseThrow());
        ledger().completed("line-7", 1);
        var json = JsonNodeFactory.instance;
        var activation = new Activation("plant-a.azure-devices.net", json.objectNode(), json.objectNode());
        ledger().boards().intend(guid(1), ledger().board(1).version(), activation, ASKER);
        ledger().boards().activated(guid(1), activation, "plant-a.azure-devices.net");
        new Retries(ledger().database(), 500).batch("line-7", ASKER);
        ledger().batches().stop("line-7", "enabled");

        assertThat(chain("line-7"))
                .extracting(AuditEvent::kind)
                .containsExactly(
                        "batch.registered",
                        "boards.accepted",
                        "batch.read",
                        "boards.certified",
                        "boards.enrolled",
                        "board.parked",
                        "batch.completed",
                        "activation.intended",
                        "board.activated",
                        "board.registered",
                        "boards.retried",
                        "batch.stopped");
        chainHolds("line-7");
        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 100))
                .extracting(Events.Event::type)
                .containsExactlyInAnyOrder(
                        "board.enrolled",
                        "board.enrolled",
                        "board.parked",
                        "batch.completed",
                        "board.activated",
                        "board.registered",
                        "batch.stopped");
    }

    @Test
    default void boardThatWaitsForItsRequestIsToldAsThatAndIsNoProblemNorRetried() {
        var claim = ledger().chunks()
                .claim(ledger().accepted("line-7", 2), Stage.CERTIFY)
                .orElseThrow();

        ledger().boards().settled(claim, List.of(new Settled.Awaiting(guid(1)), new Settled.Awaiting(guid(2))));

        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 100))
                .extracting(Events.Event::type)
                .containsExactly("board.awaiting", "board.awaiting");
        assertThat(chain("line-7")).last().extracting(AuditEvent::kind).isEqualTo("boards.awaiting");
        chainHolds("line-7");
        assertThat(ledger().batches().find("line-7").orElseThrow().lastProblem())
                .isNull();
        var retries = new Retries(ledger().database(), 500);
        assertThat(retries.batch("line-7", ASKER).orElseThrow().boards()).isZero();
        assertThat(retries.board(guid(1), ASKER)).contains(Retries.BoardRetry.NOT_PARKED);
    }

    @Test
    default void whatIsDoneOnRequestSaysWhoHasAskedAlsoWhenItsEndIsFoundLater() {
        var board = ledger().enrolled("line-7");
        var json = JsonNodeFactory.instance;
        var activation = new Activation("plant-a.azure-devices.net", json.objectNode(), json.objectNode());
        var other = new Requester("local-operator", Role.OPERATOR);
        ledger().boards().intend(guid(1), board.version(), activation, other);
        ledger().boards().forgetIntent(ledger().boards().intent(guid(1)).orElseThrow());
        ledger().boards().intend(guid(1), board.version(), activation, ASKER);
        ledger().boards().activated(guid(1), activation, null);
        ledger().batches().stop("line-7", "enabled");
        new Retries(ledger().database(), 500).batch("line-7", other);

        assertThat(chain("line-7").stream()
                        .map(event -> event.kind() + " "
                                + Json.tree(event.detail()).path("by").asText() + " "
                                + Json.tree(event.detail()).path("role").asText())
                        .skip(5))
                .containsExactly(
                        "activation.intended local-operator operator",
                        "activation.dropped local-operator operator",
                        "activation.intended krone-erp manufacturer",
                        "board.activated krone-erp manufacturer",
                        "batch.stopped  ",
                        "batch.resumed local-operator operator");
        chainHolds("line-7");
    }

    @Test
    default void refusedWriteLeavesNothing() {
        var chunk = ledger().accepted("line-7", 1);
        var late = ledger().chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        ledger().endLeases();
        ledger().otherHub().claim(chunk, Stage.CERTIFY).orElseThrow();
        var before = chain("line-7");

        assertThatExceptionOfType(StaleClaimException.class)
                .isThrownBy(() -> ledger().boards().certified(late, List.of(certificate(1))));
        assertThatExceptionOfType(StaleClaimException.class)
                .isThrownBy(() -> ledger().boards().settled(late, List.of(new Settled.Parked(guid(1), "late"))));

        assertThat(chain("line-7")).isEqualTo(before);
        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 100))
                .isEmpty();
    }

    @Test
    default void writersOfOneChainDoNotBreakIt() throws Exception {
        ledger().accepted("line-7", 4);
        var writers = Executors.newFixedThreadPool(4);
        try {
            var running = new ArrayList<Future<?>>();
            for (var writer = 1; writer <= 4; writer++) {
                var guid = guid(writer);
                running.add(writers.submit(() -> {
                    for (var remark = 0; remark < 25; remark++) {
                        ledger().boards().remark(guid, "remark " + remark);
                    }
                }));
            }
            for (var each : running) {
                each.get();
            }
        } finally {
            writers.shutdownNow();
        }

        assertThat(chain("line-7")).hasSize(103);
        chainHolds("line-7");
    }

    @Test
    default void eventsAreReadInOneOrderAPageAtATime() {
        ledger().enrolled("line-7");
        var events = new Events(ledger().database());
        var first = events.after(new Reach.Everything(), 0, 1);
        ledger().batches().stop("line-7", "enabled");

        assertThat(first).singleElement().satisfies(event -> {
            assertThat(event.position()).isEqualTo(1);
            assertThat(event.subject()).isEqualTo(guid(1).value());
            assertThat(event.data().path("batch").asText()).isEqualTo("line-7");
        });
        assertThat(events.after(new Reach.Everything(), 1, 10))
                .extracting(Events.Event::position, Events.Event::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, "batch.stopped"));
        assertThat(events.after(new Reach.Everything(), 2, 10)).isEmpty();
        assertThat(events.after(new Reach.Everything(), 0, 10)).hasSize(2);
    }

    @Test
    default void readerGoesOnFromItsPlaceAndIsNotSentElsewhere() {
        ledger().enrolled("line-7");
        var events = new Events(ledger().database());

        var first = events.read(new Reach.Everything(), null, 10);
        var second = events.read(
                new Reach.Everything(), EventPlace.parse(first.next().toString()), 10);

        assertThat(first.events()).hasSize(1);
        assertThat(second.events()).isEmpty();
        assertThat(second.next()).isEqualTo(first.next());
    }

    @Test
    default void readerOfEventsThatARestoreHasLostIsToldSo() {
        ledger().enrolled("line-7");
        var events = new Events(ledger().database());
        var before = events.read(new Reach.Everything(), null, 10).next();

        events.beginStream();

        assertThatExceptionOfType(EventsGoneException.class)
                .isThrownBy(() -> events.read(new Reach.Everything(), before, 10));
        assertThat(events.read(new Reach.Everything(), null, 10).events()).hasSize(1);
        var beyond = new EventPlace(events.read(new Reach.Everything(), null, 10).next().stream(), 2);
        assertThatExceptionOfType(EventsGoneException.class)
                .isThrownBy(() -> events.read(new Reach.Everything(), beyond, 10));
    }

    @Test
    default void oldEventsAreForgottenFromTheFirstOnAndAReaderWhoHasNotReadThemIsToldSo() {
        ledger().enrolled("line-7");
        ledger().batches().stop("line-7", "enabled");
        var events = new Events(ledger().database());
        var start = new EventPlace(events.read(new Reach.Everything(), null, 1).next().stream(), 0);
        var first = events.read(new Reach.Everything(), null, 1).next();
        var second = events.read(new Reach.Everything(), first, 1).next();
        age("position = 1");

        assertThat(events.forget(Duration.ofDays(1))).isEqualTo(1);

        assertThatExceptionOfType(EventsGoneException.class)
                .isThrownBy(() -> events.read(new Reach.Everything(), start, 10));
        assertThat(events.read(new Reach.Everything(), first, 10).next()).isEqualTo(second);
        assertThat(events.read(new Reach.Everything(), null, 10).events())
                .extracting(Events.Event::position)
                .containsExactly(2L);
        assertThat(chain("line-7")).hasSize(6);
    }

    @Test
    default void eventsThatNobodyHasEverAskedForAreForgottenTooAndTheNextOnesCountOn() {
        ledger().enrolled("line-7");
        age("position IS NULL");
        var events = new Events(ledger().database());

        assertThat(events.forget(Duration.ofDays(1))).isEqualTo(1);
        assertThat(events.forget(Duration.ofDays(1))).isZero();
        var nothing = events.read(new Reach.Everything(), null, 10);
        ledger().batches().stop("line-7", "enabled");

        assertThat(nothing.events()).isEmpty();
        assertThat(events.read(new Reach.Everything(), nothing.next(), 10).events())
                .extracting(Events.Event::position)
                .containsExactly(2L);
    }

    @Test
    default void eventsOfOneMomentKeepTheOrderInWhichTheyHappened() {
        var trail = new Trail(ledger().database());
        ledger().database().transact(() -> {
            for (var number = 0; number < 50; number++) {
                trail.tell("type-" + number, "a board", Map.of());
            }
        });

        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 100))
                .extracting(Events.Event::type)
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(number -> "type-" + number)
                        .toList());
    }

    private void age(String which) {
        ledger().database()
                .writer()
                .sql("UPDATE event SET at = at - " + Duration.ofDays(2).toMillis() + " WHERE " + which)
                .update();
    }

    private List<AuditEvent> chain(String batch) {
        return new AuditLog(ledger().database()).events(batch, 0, 1000);
    }

    private void chainHolds(String batch) {
        var previous = AuditEvent.BEFORE_THE_FIRST;
        var number = 0L;
        for (var event : chain(batch)) {
            number++;
            assertThat(event.number()).isEqualTo(number);
            assertThat(event.hash()).isEqualTo(event.hashAfter(previous));
            previous = event.hash();
        }
        assertThat(new AuditLog(ledger().database()).heads()).contains(new AuditLog.Head(batch, number, previous));
    }
}
