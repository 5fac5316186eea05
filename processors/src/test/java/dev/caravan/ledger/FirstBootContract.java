package dev.caravan.ledger;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import dev.caravan.access.Reach;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A first boot is awaited, looked for by one hub at a time, and told once. */
interface FirstBootContract extends OnLedger {

    String HUB_A = "plant-a.azure-devices.net";
    String HUB_B = "plant-b.azure-devices.net";

    private FirstBoots firstBoots() {
        return new FirstBoots(ledger().database());
    }

    private void activate(int number) {
        var json = JsonNodeFactory.instance;
        ledger().boards().activated(guid(number), new Activation(HUB_A, json.objectNode(), json.objectNode()), null);
    }

    private void activateOne() {
        ledger().enrolled("line-7");
        activate(1);
    }

    /** As if the board had been activated for so long and had been due for so long. */
    private void age(int number, Duration activated, Duration due) {
        ledger().database()
                .writer()
                .sql("UPDATE board SET activated_at = activated_at - :age, look_at = CAST(unixepoch('subsec') * 1000 AS"
                        + " BIGINT) - :due WHERE guid = :guid")
                .param("age", activated.toMillis())
                .param("due", due.toMillis())
                .param("guid", guid(number).value())
                .update();
    }

    private List<String> told() {
        return new Events(ledger().database())
                .read(new Reach.Everything(), null, 100).events().stream()
                        .map(event -> event.type())
                        .filter(type -> type.equals("board.registered") || type.equals("alarm"))
                        .toList();
    }

    @Test
    default void boardIsDueAWhileAfterItsActivationAndOneHubHasIt() {
        activateOne();
        assertThat(firstBoots().due(10)).isEmpty();

        age(1, Duration.ofHours(2), Duration.ofSeconds(1));

        assertThat(firstBoots().due(10)).containsExactly(guid(1));
        assertThat(firstBoots().take(guid(1)).orElseThrow().since())
                .isBetween(Duration.ofHours(2), Duration.ofHours(2).plusMinutes(1));
        assertThat(firstBoots().take(guid(1))).isEmpty();
        assertThat(firstBoots().due(10)).isEmpty();
    }

    @Test
    default void ofHubsThatLookAtTheSameMomentOneHasTheBoard() throws Exception {
        activateOne();
        age(1, Duration.ofHours(2), Duration.ofSeconds(1));
        var threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> hub = () -> firstBoots().take(guid(1)).isPresent();
            var taken = 0;
            for (var each : threads.invokeAll(List.of(hub, hub, hub, hub))) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    default void pauseIsKeptAndNoClockThatIsSetBackMakesItLonger() {
        activateOne();
        firstBoots().lookAgain(guid(1), Duration.ofHours(6));
        assertThat(firstBoots().due(10)).isEmpty();

        age(1, Duration.ZERO, Duration.ofDays(-30));

        assertThat(firstBoots().due(10)).containsExactly(guid(1));
    }

    @Test
    default void whereManyAreDueNeitherTheNewestNorTheLongestOverdueIsForgotten() {
        ledger().enrolled("line-7", 4);
        for (var number = 1; number <= 4; number++) {
            activate(number);
            age(number, Duration.ofDays(number), Duration.ofHours(number));
        }

        assertThat(firstBoots().due(2)).containsExactly(guid(1), guid(4));
        assertThat(firstBoots().due(10)).hasSize(4);
    }

    @Test
    default void firstBootIsRecordedAndToldOnceHoweverOftenItIsSeen() {
        activateOne();

        assertThat(firstBoots().seen(guid(1), HUB_A, null)).isEqualTo(new FirstBoots.Sight(true, null));
        var version = ledger().board(1).version();
        assertThat(firstBoots().seen(guid(1), HUB_A, null).news()).isFalse();
        firstBoots().seenBefore(guid(1), HUB_A);

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger().board(1).assignedHub()).isEqualTo(HUB_A);
        assertThat(ledger().board(1).version()).isEqualTo(version);
        assertThat(told()).containsExactly("board.registered");
        assertThat(firstBoots().due(10)).isEmpty();
    }

    @Test
    default void registrationThatTheActivationHasSeenItselfIsNotToldAgain() {
        ledger().enrolled("line-7");
        var json = JsonNodeFactory.instance;
        var activation = new Activation(HUB_A, json.objectNode(), json.objectNode());
        ledger().boards().activated(guid(1), activation, HUB_A);

        assertThat(firstBoots().seen(guid(1), HUB_A, null).news()).isFalse();
        ledger().boards().activated(guid(1), activation, HUB_A);

        assertThat(told()).containsExactly("board.registered");
    }

    @Test
    default void otherHubThanItIsActivatedOnIsRecordedAndRaisesAnAlarm() {
        activateOne();

        var sight = firstBoots().seen(guid(1), HUB_B, null);

        assertThat(sight.alarm()).contains("assigned the board to " + HUB_B, "activated on " + HUB_A);
        assertThat(ledger().board(1).assignedHub()).isEqualTo(HUB_B);
        assertThat(ledger().board(1).reason()).isEqualTo(sight.alarm());
        assertThat(told()).containsExactly("board.registered", "alarm");
        assertThat(firstBoots().seen(guid(1), HUB_B, null).alarm()).isNull();
        assertThat(told()).hasSize(2);
    }

    @Test
    default void hubOfAnActivationThatIsUnderWayIsNoAlarm() {
        activateOne();
        var json = JsonNodeFactory.instance;
        ledger().boards()
                .intend(
                        guid(1),
                        ledger().board(1).version(),
                        new Activation(HUB_B, json.objectNode(), json.objectNode()),
                        TestLedger.ASKER);

        assertThat(firstBoots().seen(guid(1), HUB_B, null)).isEqualTo(new FirstBoots.Sight(true, null));
    }

    @Test
    default void failedFirstBootIsSaidAtTheBoardOnceUntilItSucceeds() {
        activateOne();

        firstBoots().failed(guid(1), "DPS says 400208: no hub");
        var version = ledger().board(1).version();
        firstBoots().failed(guid(1), "DPS says 400208: no hub");

        assertThat(ledger().board(1).reason()).isEqualTo("its first boot has failed: DPS says 400208: no hub");
        assertThat(ledger().board(1).version()).isEqualTo(version);
        firstBoots().seen(guid(1), HUB_A, null);
        assertThat(ledger().board(1).reason()).isNull();
    }

    @Test
    default void boardThatIsNotActivatedCannotRegister() {
        ledger().enrolled("line-7");

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> firstBoots().seen(guid(1), HUB_A, null));

        assertThat(ledger().board(1).state()).isEqualTo(BoardState.ENROLLED);
        assertThat(told()).isEmpty();
    }
}
