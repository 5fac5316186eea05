package dev.caravan.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Intents, activations, and registrations that were seen. */
interface ActivationContract extends OnLedger {

    String HUB = "plant-a.azure-devices.net";

    @Test
    default void secondIntentIsRefusedUntilTheFirstEnds() {
        var board = ledger().enrolled("line-7");

        assertThat(intend(board.version(), "a")).isTrue();
        assertThat(intend(board.version(), "b")).isFalse();

        ledger().boards().forgetIntent(ledger().boards().intent(guid(1)).orElseThrow());
        assertThat(intend(board.version(), "b")).isTrue();
        assertThat(ledger().boards().intents(Duration.ZERO))
                .extracting(Boards.Intent::activation)
                .containsExactly(activation("b"));
    }

    @Test
    default void intentOnAVersionThatIsGoneIsRefused() {
        var board = ledger().enrolled("line-7");

        assertThat(intend(board.version() - 1, "a")).isFalse();

        assertThat(ledger().boards().intents(Duration.ZERO)).isEmpty();
    }

    @Test
    default void youngIntentIsNotYetCutOff() {
        var board = ledger().enrolled("line-7");
        intend(board.version(), "a");

        assertThat(ledger().boards().intents(Duration.ofHours(1))).isEmpty();
        assertThat(ledger().boards().intents(Duration.ZERO))
                .extracting(intent -> intent.board().guid())
                .containsExactly(guid(1));
    }

    @Test
    default void clockThatIsSetBackByAnHourKeepsNoCutOffActivationForAnHour() {
        var board = ledger().enrolled("line-7");
        intend(board.version(), "a");

        ledger().setClockBack(Duration.ofSeconds(2));
        assertThat(ledger().boards().intents(Duration.ofMinutes(3)))
                .as("a small correction cuts nothing off")
                .isEmpty();
        ledger().setClockBack(Duration.ofHours(1));

        assertThat(ledger().boards().intents(Duration.ofMinutes(3)))
                .extracting(intent -> intent.board().guid())
                .containsExactly(guid(1));
    }

    @Test
    default void boardWhoseActivationIsUnderWayIsNotParked() {
        var board = ledger().enrolled("line-7");
        intend(board.version(), "a");
        var claim = ledger().chunks()
                .claim(new ChunkRef("line-7", 0), Stage.DELIVER)
                .orElseThrow();

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> ledger().boards().settled(claim, List.of(new Settled.Parked(guid(1), "gone"))));

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    default void activatedBoardKeepsHubAndTwinToTheLastDigit() {
        var board = ledger().enrolled("line-7");
        var asked = activation("a");
        asked.desired().put("offset", new BigDecimal("0.123456789012345678901")).put("big", 4503599627370496L);
        ledger().boards().intend(guid(1), board.version(), asked, ASKER);

        var activated = ledger().boards().activated(guid(1), asked, null);

        assertThat(activated.state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(activated.activation()).isNotNull();
        assertThat(activated.activation().iotHub()).isEqualTo(HUB);
        assertThat(activated.activation().desired())
                .hasToString("{\"offset\":0.123456789012345678901,\"big\":4503599627370496}");
        assertThat(activated.activatedAt()).isNotNull();
        assertThat(activated.version()).isEqualTo(board.version() + 1);
        assertThat(ledger().boards().intents(Duration.ZERO)).isEmpty();
        assertThat(ledger().boards().find(guid(1))).contains(activated);
    }

    @Test
    default void activationIsRecordedOnlyWhileItsIntentIsTheOneThatItBeganWith() {
        var board = ledger().enrolled("line-7");
        var boards = ledger().boards();
        var first =
                boards.intend(guid(1), board.version(), activation("a"), ASKER).orElseThrow();
        boards.forgetIntent(first);
        ledger().waitAMillisecond();

        assertThat(boards.activated(first, null)).isEmpty();
        var second =
                boards.intend(guid(1), board.version(), activation("b"), ASKER).orElseThrow();
        assertThat(boards.activated(first, null)).isEmpty();
        boards.forgetIntent(first);
        assertThat(boards.isStill(first)).isFalse();
        assertThat(boards.isStill(second)).isTrue();

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(boards.activated(second, null)).contains(ledger().board(1));
        assertThat(ledger().board(1).activation()).isEqualTo(activation("b"));
    }

    @Test
    default void boardThatHasRegisteredMeanwhileIsRegistered() {
        ledger().enrolled("line-7");

        var board = ledger().boards().activated(guid(1), activation("a"), HUB);

        assertThat(board.state()).isEqualTo(BoardState.REGISTERED);
        assertThat(board.assignedHub()).isEqualTo(HUB);
    }

    @Test
    default void registeredBoardStaysRegisteredWhenItsActivationChanges() {
        ledger().enrolled("line-7");
        ledger().boards().activated(guid(1), activation("a"), null);
        new FirstBoots(ledger().database()).seen(guid(1), HUB, null);

        var board = ledger().boards().activated(guid(1), activation("b"), null);

        assertThat(board.state()).isEqualTo(BoardState.REGISTERED);
        assertThat(board.activation()).isEqualTo(activation("b"));
        assertThat(board.assignedHub()).isEqualTo(HUB);
    }

    @Test
    default void remarkStaysUntilTheNextActivationAndChangesNoState() {
        ledger().enrolled("line-7");

        ledger().boards().remark(guid(1), "look at it");

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(ledger().board(1).reason()).isEqualTo("look at it");
        assertThat(ledger().boards().activated(guid(1), activation("a"), null).reason())
                .isNull();
    }

    private boolean intend(long version, String site) {
        return ledger().boards()
                .intend(guid(1), version, activation(site), ASKER)
                .isPresent();
    }

    private static Activation activation(String site) {
        var json = JsonNodeFactory.instance;
        return new Activation(HUB, json.objectNode().put("site", site), json.objectNode());
    }
}
