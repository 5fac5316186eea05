package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Principal;
import dev.caravan.access.Reach;
import dev.caravan.access.Role;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Lifecycles.Wish;
import dev.caravan.ledger.Saga.Kind;
import dev.caravan.ledger.Saga.Step;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Changes that span DPS and an IoT Hub, from the wish to the audit entry. */
interface LifecycleContract extends OnLedger {

    Duration LEASE = Duration.ofMinutes(3);
    String SOME_HUB = "plant-a.azure-devices.net";

    private Lifecycles lifecycles() {
        return new Lifecycles(ledger().database());
    }

    private Board registered() {
        ledger().enrolled("line-7", 2);
        var json = JsonNodeFactory.instance;
        ledger().boards().activated(guid(1), new Activation(SOME_HUB, json.objectNode(), json.objectNode()), null);
        new FirstBoots(ledger().database()).seen(guid(1), SOME_HUB, null);
        return ledger().board(1);
    }

    private static Wish deactivation() {
        return new Wish(Kind.DEACTIVATION, null, null, ASKER, "stolen");
    }

    @Test
    default void onlyOneChangeOfABoardBeginsAndOnlyOnTheVersionThatWasSeen() {
        var board = registered();

        var begun = lifecycles().begin(board, deactivation(), LEASE).orElseThrow();

        assertThat(begun.step()).isEqualTo(Step.CLOSE_ENROLLMENT);
        assertThat(begun.by()).isEqualTo(ASKER);
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.DEACTIVATING);
        assertThat(lifecycles().begin(board, deactivation(), LEASE)).isEmpty();
        assertThat(lifecycles().begin(ledger().board(1), deactivation(), LEASE)).isEmpty();
    }

    @Test
    default void certificateOfAReissueIsTheBoardsOnceDpsHasIt() {
        ledger().enrolled("line-7", 1);
        var wish = new Wish(Kind.REISSUE, null, null, ASKER, "lost");
        var before = ledger().board(1);
        assertThat(lifecycles().isInWork(before)).isTrue();
        var first = lifecycles().begin(before, wish, LEASE).orElseThrow();
        assertThat(first.step()).isEqualTo(Step.REMOVE_IDENTITY);
        var begun = lifecycles()
                .advance(first, Step.CHANGE_CERTIFICATE, LEASE, null)
                .orElseThrow();

        var made = new CertifiedBoard(guid(1), "AB".repeat(32), "another");
        var told = lifecycles().identity(begun, made).orElseThrow();
        assertThat(told.identity()).isEqualTo(made);
        assertThat(ledger().batches().awaits(guid(1), made.thumbprint())).isTrue();
        assertThat(ledger().board(1).thumbprint()).isEqualTo(before.thumbprint());

        var next =
                lifecycles().advance(told, Step.HAND_OUT_IDENTITY, LEASE, null).orElseThrow();
        assertThat(ledger().board(1).thumbprint()).isEqualTo(made.thumbprint());
        assertThat(ledger().board(1).certificate()).isEqualTo(made.certificate());
        assertThat(lifecycles().identity(begun, made)).as("the step is over").isEmpty();
        lifecycles().finish(next);
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger().batches().awaits(guid(1), made.thumbprint())).isFalse();
    }

    @Test
    default void replacementWhoseSuccessorHasChangedBeginsNothing() {
        var board = registered();
        var seen = ledger().board(2);
        ledger().boards().remark(guid(2), "look at it");

        var wish = new Wish(Kind.REPLACEMENT, seen, null, ASKER, "broken");
        assertThat(lifecycles().begin(board, wish, LEASE)).isEmpty();

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger().board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(lifecycles().find(guid(1))).isEmpty();
    }

    @Test
    default void changeIsNobodyElsesUntilItsWorkerIsBelievedDead() {
        var begun = lifecycles().begin(registered(), deactivation(), LEASE).orElseThrow();

        assertThat(lifecycles().due(10)).isEmpty();
        ledger().endLifecyclePauses();
        var due = lifecycles().due(10).get(0);

        assertThat(due.guid()).isEqualTo(begun.guid());
        assertThat(lifecycles().take(due, LEASE)).isTrue();
        assertThat(lifecycles().take(due, LEASE)).as("a second hub").isFalse();
        assertThat(lifecycles().due(10)).isEmpty();
    }

    @Test
    default void stepIsMadeOnceAndSaidBesideTheBoard() {
        var begun = lifecycles().begin(registered(), deactivation(), LEASE).orElseThrow();

        lifecycles().postpone(begun, Duration.ofMinutes(1), "the hub is down");
        assertThat(ledger().board(1).reason()).isEqualTo("half done: the hub is down");
        var next = lifecycles()
                .advance(begun, Step.CLOSE_IDENTITY, LEASE, "plant-b.azure-devices.net")
                .orElseThrow();
        assertThat(ledger().board(1).reason()).isEqualTo("half done: next is that it is disabled in its IoT Hub");

        assertThat(next.step()).isEqualTo(Step.CLOSE_IDENTITY);
        assertThat(ledger().board(1).assignedHub()).isEqualTo("plant-b.azure-devices.net");
        var version = ledger().board(1).version();
        lifecycles().postpone(begun, Duration.ZERO, "of a step that is over");
        lifecycles().finish(begun);
        assertThat(ledger().board(1).version()).isEqualTo(version);
    }

    @Test
    default void afterARestoreNothingGoesOnUntilItIsAskedForAgain() {
        lifecycles().begin(registered(), deactivation(), Duration.ZERO).orElseThrow();
        var jobs = new ActivationJobs(ledger().database(), "hub-a", "1", LEASE);
        var job = jobs.begin(new Principal("erp", Role.OPERATOR, Set.of()), false);
        jobs.add(job, List.of(new ActivationItem(1, "g", "{}", ActivationItem.Outcome.WAITING, null)));
        jobs.open(job);
        assertThat(lifecycles().due(10)).hasSize(1);
        var json = JsonNodeFactory.instance;
        var asked = new Activation(SOME_HUB, json.objectNode(), json.objectNode());
        ledger().boards().intend(guid(2), ledger().board(2).version(), asked, ASKER);

        var held = new BroughtBack(ledger().database()).hold();

        assertThat(held).isEqualTo(new BroughtBack.Held(1, 1, 1));
        assertThat(ledger().boards().intents(Duration.ZERO)).isEmpty();
        assertThat(ledger().board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger().board(2).reason()).contains("backup", "same call again");
        assertThat(ledger().notes("activation.dropped")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("backup"));
        assertThat(lifecycles().due(10)).isEmpty();
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.DEACTIVATING);
        assertThat(ledger().board(1).reason()).startsWith("half done: ").contains("backup", "same call again");
        assertThat(jobs.due()).isEmpty();
        assertThat(jobs.find(job).orElseThrow().state()).isEqualTo(ActivationJob.State.CANCELLED);
        assertThat(jobs.find(job).orElseThrow().problem()).contains("backup");
        assertThat(jobs.counts(job)).containsEntry(ActivationItem.Outcome.NOT_DONE, 1);
        lifecycles().goOn(guid(1));
        assertThat(lifecycles().due(10)).hasSize(1);
        assertThat(ledger().board(1).reason()).doesNotContain("backup");
    }

    @Test
    default void endIsOneAuditEntryAndOneEvent() {
        var begun = lifecycles().begin(registered(), deactivation(), LEASE).orElseThrow();

        lifecycles().finish(begun);
        lifecycles().finish(begun);

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger().board(1).reason()).isNull();
        assertThat(ledger().notes("board.deactivated")).hasSize(1);
        assertThat(lifecycles().find(guid(1))).isEmpty();
        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 100))
                .filteredOn(event -> event.type().equals("board.deactivated"))
                .hasSize(1);
    }

    @Test
    default void boardThatWasParkedAndDecommissionedCountsAsParkedStill() {
        var chunk = ledger().certified("line-7", 2);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards()
                .settled(claim, List.of(new Settled.Parked(guid(1), "no"), new Settled.Enrolled(guid(2), false)));

        var wish = new Wish(Kind.DECOMMISSION, null, null, ASKER, "wrong label");
        var begun = lifecycles().begin(ledger().board(1), wish, LEASE).orElseThrow();
        lifecycles().finish(begun);

        var counts = ledger().batches().counts("line-7");
        assertThat(ledger().board(1).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(counts.enrolled()).isEqualTo(1);
        assertThat(counts.of(BoardState.PARKED)).isEqualTo(1);
        try (var rows = ledger().batches().reportRows("line-7")) {
            assertThat(rows).extracting(ReportRow::state).containsExactly("PARKED", "ENROLLED");
        }
    }

    @Test
    default void workerOfAReplacementThatWasCalledOffChangesNothingAnyMore() {
        var board = registered();
        var wish = new Wish(Kind.REPLACEMENT, ledger().board(2), null, ASKER, "broken");
        var worker = lifecycles().begin(board, wish, LEASE).orElseThrow();

        var off = new Wish(Kind.DECOMMISSION, null, null, ASKER, "dropped");
        lifecycles().begin(ledger().board(2), off, LEASE).orElseThrow();
        lifecycles().finish(worker);
        lifecycles().postpone(worker, LEASE, "of a change that is over");

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.DEACTIVATING);
        var saga = lifecycles().find(guid(1)).orElseThrow();
        assertThat(saga.kind()).isEqualTo(Kind.DEACTIVATION);
        assertThat(saga.step()).isEqualTo(Step.CLOSE_ENROLLMENT);
        assertThat(saga.successor()).isNull();
        assertThat(lifecycles().due(9)).extracting(Saga::guid).containsExactly(guid(1));
    }

    @Test
    default void replacedBoardKnowsItsSuccessorMeanwhileAndAfterwards() {
        var board = registered();
        var wish = new Wish(Kind.REPLACEMENT, ledger().board(2), null, ASKER, "broken");
        var begun = lifecycles().begin(board, wish, LEASE).orElseThrow();

        assertThat(lifecycles().successor(guid(1))).contains(guid(2));
        lifecycles().finish(begun);
        assertThat(lifecycles().successor(guid(1))).contains(guid(2));
        assertThat(lifecycles().successor(guid(2))).isEmpty();
    }

    @Test
    default void newConsigneeIsToldNothingOfWhatHappenedBefore() {
        ledger().enrolled("line-7", 2);
        var krone = new Reach.Consignees(Set.of("krone"));
        ledger().waitAMillisecond();

        var wish = new Wish(Kind.HANDOVER, null, "krone", ASKER, "sold");
        assertThat(lifecycles().handOver(ledger().board(1), wish)).isTrue();

        assertThat(new Events(ledger().database()).after(krone, 0, 100))
                .extracting(Events.Event::type)
                .containsExactly("board.handed-over");
        assertThat(ledger().notes("board.handed-over")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"after\":{\"state\":\"ENROLLED\",\"consignee\":\"krone\"}"));
    }

    @Test
    default void newConsigneeReadsAndFindsNothingThatWasWrittenDownForTheOneBefore() {
        ledger().enrolled("line-7", 1);
        ledger().database()
                .writer()
                .sql("UPDATE board SET order_number = '4711', attributes = '{\"customer\":\"secret\"}',"
                        + " reason = 'remark', consignee = 'lemken'")
                .update();
        var wish = new Wish(Kind.HANDOVER, null, "krone", ASKER, "sold");
        assertThat(lifecycles().handOver(ledger().board(1), wish)).isTrue();

        var krone = listed(new Reach.Consignees(Set.of("krone")), null);
        assertThat(krone.order()).isNull();
        assertThat(krone.attributes()).isEmpty();
        assertThat(krone.reason()).isNull();
        assertThat(listed(new Reach.Everything(), "4711").attributes()).containsEntry("customer", "secret");
        var byOrder = new BoardFilter(null, null, null, "4711", null, null, null, false);
        for (var key : new BoardOrder.Key[] {BoardOrder.Key.GUID, BoardOrder.Key.UPDATED_AT}) {
            assertThat(new BoardLists(ledger().database())
                            .page(new Reach.Consignees(Set.of("krone")), byOrder, new BoardOrder(key, false), null, 10)
                            .boards())
                    .isEmpty();
        }
    }

    private Board listed(Reach reach, String order) {
        var filter = new BoardFilter(null, null, null, order, null, null, null, false);
        return new BoardLists(ledger().database())
                .page(reach, filter, new BoardOrder(BoardOrder.Key.GUID, false), null, 10)
                .boards()
                .get(0);
    }

    @Test
    default void consigneeBeforeIsNotSentWhatStillWaitsForIt() {
        ledger().enrolled("line-7", 1);
        ledger().database()
                .writer()
                .sql("UPDATE board SET consignee = 'lemken'")
                .update();
        var subscriptions = new Subscriptions(ledger().database());
        for (var consignee : new String[] {null, "lemken"}) {
            subscriptions.add(new Subscriptions.Wish(
                    "of " + consignee,
                    "erp",
                    "https://erp.example",
                    Set.of(),
                    consignee,
                    new Subscriptions.Key(Subscription.Signature.HMAC, "sealed", null)));
        }
        var turns = new Turns(ledger().database(), "hub-a", "1", LEASE);
        var deliveries = new Deliveries(ledger().database(), turns);
        var last = new Events(ledger().database())
                .after(new Reach.Everything(), 0, 100)
                .size();
        for (var id : new String[] {"of null", "of lemken"}) {
            subscriptions.replay("erp", id, 1);
            var turn = turns.take(id).orElseThrow();
            deliveries.readOn(turn, turns.renew(turn), last);
            assertThat(deliveries.list(id, Delivery.State.WAITING, 0, 10))
                    .extracting(Delivery::subject)
                    .contains(guid(1).value());
        }

        lifecycles().handOver(ledger().board(1), new Wish(Kind.HANDOVER, null, "krone", ASKER, "sold"));

        assertThat(deliveries.list("of lemken", null, 0, 10)).isEmpty();
        assertThat(deliveries.list("of null", null, 0, 10)).isNotEmpty();
    }
}
