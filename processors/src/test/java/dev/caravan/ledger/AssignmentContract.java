package dev.caravan.ledger;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.board.Board;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Boards without a consignee get one, once. */
interface AssignmentContract extends OnLedger {

    Requester FACTORY = new Requester("line-7", Role.FACTORY);

    @Test
    default void assignedBoardIsTheConsigneesAndThatIsWrittenDownAndTold() {
        var before = ledger().enrolled("line-7");
        var krone = new Reach.Consignees(Set.of("krone"));

        var assigned = assign("krone");
        var again = assign("krone");

        assertThat(assigned.version()).isEqualTo(before.version() + 1);
        assertThat(again).isEqualTo(assigned);
        assertThat(new BoardsInReach(ledger().database()).find(krone, guid(1))).contains(assigned);
        assertThat(new Events(ledger().database()).after(krone, 0, 10))
                .filteredOn(event -> event.type().equals("board.assigned"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data().path("consignee").asText()).isEqualTo("krone"));
        assertThat(new AuditLog(ledger().database()).events("line-7", 0, 100))
                .filteredOn(event -> event.kind().equals("board.assigned"))
                .extracting(AuditEvent::detail)
                .containsExactly("{\"by\":\"line-7\",\"consignee\":\"krone\",\"role\":\"factory\"}");
    }

    @Test
    default void boardOfAnotherConsigneeStaysItsOwn() {
        ledger().enrolled("line-7");
        var krone = assign("krone");

        assertThat(assign("lemken")).isEqualTo(krone);

        assertThat(ledger().board(1)).isEqualTo(krone);
    }

    @Test
    default void ofTwoThatMeetOneHasTheBoard() throws Exception {
        ledger().enrolled("line-7");
        var threads = Executors.newFixedThreadPool(2);
        try {
            var both = threads.invokeAll(List.<Callable<Board>>of(() -> assign("krone"), () -> assign("lemken")));

            assertThat(both.get(0).get()).isEqualTo(both.get(1).get());
        } finally {
            threads.shutdown();
        }
    }

    private Board assign(String consignee) {
        return new Assignments(ledger().database()).assign(guid(1), consignee, FACTORY);
    }
}
