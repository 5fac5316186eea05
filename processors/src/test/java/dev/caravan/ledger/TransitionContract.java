package dev.caravan.ledger;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;

import static dev.caravan.board.BoardState.ACCEPTED;
import static dev.caravan.board.BoardState.ACTIVATED;
import static dev.caravan.board.BoardState.AWAITING;
import static dev.caravan.board.BoardState.CERTIFIED;
import static dev.caravan.board.BoardState.ENROLLED;
import static dev.caravan.board.BoardState.PARKED;
import static dev.caravan.board.BoardState.REGISTERED;
import static dev.caravan.ledger.TestLedger.certificate;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which state may follow which. */
interface TransitionContract extends OnLedger {

    Activation ACTIVATION = new Activation(
            "plant-a.azure-devices.net", JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode());

    /** Each state with the writes that must not be possible in it. */
    static Stream<Arguments> illegal() {
        return Stream.of(
                Arguments.of(ACCEPTED, List.of(ENROLLED, ACTIVATED, REGISTERED)),
                Arguments.of(AWAITING, List.of(CERTIFIED, ENROLLED, ACTIVATED, REGISTERED, PARKED, AWAITING)),
                Arguments.of(CERTIFIED, List.of(ACTIVATED, REGISTERED, AWAITING)),
                Arguments.of(ENROLLED, List.of(CERTIFIED, ENROLLED, REGISTERED)),
                Arguments.of(ACTIVATED, List.of(CERTIFIED, ENROLLED, PARKED)),
                Arguments.of(REGISTERED, List.of(CERTIFIED, ENROLLED, PARKED)),
                Arguments.of(PARKED, List.of(ACTIVATED, REGISTERED, PARKED)));
    }

    @ParameterizedTest
    @MethodSource("dev.caravan.ledger.TransitionContract#illegal")
    default void illegalTransitionIsRefusedAndStoresNothing(BoardState from, List<BoardState> refused) {
        var claim = claimOf(ledger().accepted("line-7", 1));
        force(from);
        var before = ledger().board(1);

        for (var to : refused) {
            assertThatExceptionOfType(IllegalTransitionException.class)
                    .as("%s to %s", from, to)
                    .isThrownBy(() -> write(claim, to))
                    .withMessageContaining(guid(1).value());
        }

        assertThat(ledger().board(1)).isEqualTo(before);
    }

    @Test
    default void oneIllegalTransitionKeepsTheWholeWriteOut() {
        var claim = claimOf(ledger().accepted("line-7", 2));
        force(2, REGISTERED);

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> ledger().boards().certified(claim, List.of(certificate(1), certificate(2))));

        assertThat(ledger().board(1).state()).isEqualTo(ACCEPTED);
        assertThat(ledger().board(1).thumbprint()).isNull();
    }

    @Test
    default void certifiedBoardHasItsCertificateAndMayGetAnother() {
        var claim = claimOf(ledger().accepted("line-7", 1));

        ledger().boards().certified(claim, List.of(certificate(1)));
        ledger().boards().certified(claim, List.of(new CertifiedBoard(guid(1), "F".repeat(64), "another")));

        var board = ledger().board(1);
        assertThat(board.state()).isEqualTo(CERTIFIED);
        assertThat(board.requireThumbprint()).isEqualTo("F".repeat(64));
        assertThat(board.requireCertificate()).isEqualTo("another");
        assertThat(board.version()).isEqualTo(3);
    }

    @Test
    default void enrolledBoardSaysWhetherAReadHasSeenIt() {
        var claim = claimOf(ledger().accepted("line-7", 2));
        ledger().boards().certified(claim, List.of(certificate(1), certificate(2)));
        assertThat(ledger().boards().anyVerified("line-7")).isFalse();

        ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(1), false)));
        assertThat(ledger().board(1).verifiedAt()).isNull();
        assertThat(ledger().boards().anyVerified("line-7")).isFalse();

        ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(2), true)));
        assertThat(ledger().board(2).verifiedAt()).isNotNull();
        assertThat(ledger().boards().anyVerified("line-7")).isTrue();
        assertThat(ledger().boards().anyVerified("line-8")).isFalse();
    }

    @Test
    default void parkedBoardSaysWhyUntilItIsEnrolled() {
        var claim = claimOf(ledger().certified("line-7", 1));

        ledger().boards().settled(claim, List.of(new Settled.Parked(guid(1), "DPS says no")));
        assertThat(ledger().board(1).state()).isEqualTo(PARKED);
        assertThat(ledger().board(1).reason()).isEqualTo("DPS says no");

        ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(1), true)));
        assertThat(ledger().board(1).state()).isEqualTo(ENROLLED);
        assertThat(ledger().board(1).reason()).isNull();
    }

    private Claim claimOf(ChunkRef chunk) {
        var stage = ledger().chunks().unfinished(1).get(0).stage();
        return ledger().chunks().claim(chunk, stage).orElseThrow();
    }

    private void write(Claim claim, BoardState to) {
        switch (to) {
            case CERTIFIED -> ledger().boards().certified(claim, List.of(certificate(1)));
            case ENROLLED -> ledger().boards().settled(claim, List.of(new Settled.Enrolled(guid(1), true)));
            case AWAITING -> ledger().boards().settled(claim, List.of(new Settled.Awaiting(guid(1))));
            case PARKED -> ledger().boards().settled(claim, List.of(new Settled.Parked(guid(1), "no")));
            case ACTIVATED -> ledger().boards().activated(guid(1), ACTIVATION, null);
            case REGISTERED -> new FirstBoots(ledger().database()).seen(guid(1), "plant-a.azure-devices.net", null);
            default -> throw new IllegalArgumentException(to.name());
        }
    }

    private void force(BoardState state) {
        force(1, state);
    }

    private void force(int number, BoardState state) {
        ledger().database()
                .writer()
                .sql("UPDATE board SET state = :state WHERE guid = :guid")
                .param("state", state.name())
                .param("guid", guid(number).value())
                .update();
    }
}
