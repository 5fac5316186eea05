package dev.caravan.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;

import static dev.caravan.ledger.TestLedger.certificate;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Who sees which boards. Board 1 ships to krone, 2 to lemken, 3 to nobody yet, 4 to krone. */
interface ReachContract extends OnLedger {

    Reach ALL = new Reach.Everything();
    Reach ASSIGNED = new Reach.Assigned();
    Reach KRONE = new Reach.Consignees(Set.of("krone"));
    Reach BOTH = new Reach.Consignees(Set.of("krone", "lemken"));

    private BoardsInReach fourBoards() {
        ledger().batches().register("line-7", "line-7.csv", "aa", 4);
        ledger().batches()
                .accept(
                        "line-7",
                        0,
                        List.of(
                                new NewBoard(2, guid(1), "krone", null, null, Map.of()),
                                new NewBoard(3, guid(2), "lemken", null, null, Map.of()),
                                new NewBoard(4, guid(3), null, null, null, Map.of()),
                                new NewBoard(5, guid(4), "krone", null, null, Map.of())),
                        List.of());
        ledger().batches().rowsRead("line-7");
        return new BoardsInReach(ledger().database());
    }

    @Test
    default void boardOutOfReachIsNotThere() {
        var boards = fourBoards();

        assertThat(boards.find(KRONE, guid(1))).isPresent();
        assertThat(boards.find(KRONE, guid(2))).isEmpty();
        assertThat(boards.find(KRONE, guid(3))).isEmpty();
        assertThat(boards.find(BOTH, guid(2))).isPresent();
        assertThat(boards.find(ASSIGNED, guid(2))).isPresent();
        assertThat(boards.find(ASSIGNED, guid(3))).isEmpty();
        assertThat(boards.find(ALL, guid(3))).isPresent();
    }

    @Test
    default void eventsAreToldToThoseWhoReachTheBoardAndOfBatchesToThoseWhoReachAll() {
        fourBoards();
        var claim = ledger().chunks()
                .claim(new ChunkRef("line-7", 0), Stage.CERTIFY)
                .orElseThrow();
        ledger().boards()
                .certified(claim, Arrays.asList(certificate(1), certificate(2), certificate(3), certificate(4)));
        ledger().chunks().advance(claim);
        var enroll =
                ledger().chunks().claim(new ChunkRef("line-7", 0), Stage.ENROLL).orElseThrow();
        for (var number : List.of(2, 1, 3, 4)) {
            ledger().boards().settled(enroll, List.of(new Settled.Enrolled(guid(number), true)));
        }
        ledger().batches().stop("line-7", "an alarm");
        var events = new Events(ledger().database());

        assertThat(events.after(KRONE, 0, 9))
                .extracting(Events.Event::subject)
                .containsExactlyInAnyOrder(guid(1).value(), guid(4).value());
        assertThat(events.after(ASSIGNED, 0, 9)).hasSize(3);
        assertThat(events.after(ALL, 0, 9))
                .extracting(Events.Event::subject)
                .contains("line-7")
                .hasSize(5);
        assertThat(events.after(KRONE, 0, 1)).hasSize(1);
    }
}
