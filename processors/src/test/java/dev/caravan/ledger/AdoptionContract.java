package dev.caravan.ledger;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.board.SecondCertificate;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Boards that the ledger learns of from DPS. */
interface AdoptionContract extends OnLedger {

    String HUB = "plant-a.azure-devices.net";

    @Test
    default void adoptedBoardIsInTheLedgerOnceAndNeverOverwritesWhatIsThere() {
        ledger().accepted("line-7", 1);
        var before = ledger().board(1);
        var adoption = new Adoption(ledger().database());

        assertThat(adoption.take("adopted", 1, List.of(board(1, false), board(2, false), board(3, true))))
                .isEqualTo(2);
        assertThat(adoption.take("adopted", 2, List.of(board(2, true)))).isZero();

        assertThat(ledger().board(1)).isEqualTo(before);
        assertThat(ledger().board(2).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger().board(2).activatedAt()).isNull();
        assertThat(ledger().board(3).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(ledger().board(3).activation()).isNotNull();
        assertThat(ledger().batches().find("adopted").orElseThrow().rows()).isEqualTo(2);
    }

    @Test
    default void adoptedBoardsCountOnTheirHub() {
        var tally = new HubTally(ledger().database());

        new Adoption(ledger().database()).take("adopted", 1, List.of(board(1, false), board(2, true), board(3, true)));
        new Adoption(ledger().database()).take("adopted", 2, List.of(board(3, true)));
        assertThat(tally.boards()).containsExactly(Map.entry(HUB, 2L));

        ledger().boards().activated(guid(2), on("b.example"), null);
        assertThat(tally.boards()).containsOnly(Map.entry(HUB, 1L), Map.entry("b.example", 1L));
    }

    @Test
    default void reportIsWantedOnlyWhenTheAdoptionIsFinishedAndSomethingIsNew() {
        var adoption = new Adoption(ledger().database());
        adoption.take("adopted", 1, List.of(board(2, false)));
        assertThat(ledger().batches().isAtItsEnd("adopted")).isFalse();

        adoption.finished();
        assertThat(ledger().batches().isAtItsEnd("adopted")).isTrue();

        ledger().completed("adopted", 1);
        adoption.take("adopted", 2, List.of(board(2, false)));
        adoption.finished();
        assertThat(ledger().batches().isAtItsEnd("adopted")).isFalse();
    }

    @Test
    default void onlyABoardThatIsStillParkedIsTakenBackAndItIsToldOnce() {
        var chunk = ledger().certified("line-7", 2);
        var claim = ledger().chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger().boards().settled(claim, List.of(new Settled.Parked(guid(1), "another certificate")));
        var other = TestLedger.certificate(3);
        var adoption = new Adoption(ledger().database());
        var forgotten = List.of(
                new AdoptedBoard(guid(1), other.thumbprint(), other.certificate(), null),
                new AdoptedBoard(guid(2), other.thumbprint(), other.certificate(), null));

        assertThat(adoption.takeBack(1, forgotten)).isEqualTo(1);
        assertThat(adoption.takeBack(1, forgotten)).isZero();

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger().board(1).thumbprint()).isEqualTo(other.thumbprint());
        assertThat(ledger().board(2).state()).isEqualTo(BoardState.CERTIFIED);
        assertThat(ledger().notes("board.adopted")).hasSize(1);
        assertThat(new Events(ledger().database()).after(new Reach.Everything(), 0, 10))
                .extracting(Events.Event::type)
                .containsOnlyOnce("board.enrolled");
    }

    @Test
    default void boardThatIsBeingRolledIsAdoptedWithItsRoll() {
        var second = new SecondCertificate("AB".repeat(32), "certificate-next");
        var certificate = TestLedger.certificate(1);
        var board = new AdoptedBoard(guid(1), certificate.thumbprint(), certificate.certificate(), on(HUB), second);

        assertThat(ledger().adopted(board, board(2, true))).isEqualTo(2);

        assertThat(ledger().board(1).second()).isEqualTo(second);
        var rolls = new Rolls(ledger().database());
        assertThat(rolls.due(9)).singleElement().satisfies(roll -> {
            assertThat(roll.guid()).isEqualTo(guid(1));
            assertThat(roll.step()).isEqualTo(Roll.Step.AWAIT);
        });
    }

    private static AdoptedBoard board(int number, boolean activated) {
        var certificate = TestLedger.certificate(number);
        return new AdoptedBoard(
                guid(number), certificate.thumbprint(), certificate.certificate(), activated ? on(HUB) : null);
    }

    private static Activation on(String hub) {
        var empty = JsonNodeFactory.instance.objectNode();
        return new Activation(hub, empty, empty);
    }
}
