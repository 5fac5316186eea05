package dev.caravan.registration;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Requester;
import dev.caravan.access.Role;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway's report does: where the ledger agrees it counts, elsewhere DPS is asked. */
class RegistrarTest {

    private static final String HUB = "plant-a.azure-devices.net";
    private static final Requester GATEWAY = new Requester("gateway:hall-1", Role.GATEWAY);

    @TempDir
    private Path folder;

    private TestLedger ledger;
    private FirstBoots firstBoots;
    private Registrar registrar;

    @BeforeEach
    void activateABoard() {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        ledger.enrolled("line-7", 2);
        var json = JsonNodeFactory.instance;
        ledger.boards().activated(guid(1), new Activation(HUB, json.objectNode(), json.objectNode()), null);
        firstBoots = new FirstBoots(ledger.database());
        registrar = new Registrar(ledger.boards(), firstBoots, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void report(int board, String hub, Instant at) {
        registrar.reported(new Report(guid(board), hub, at), GATEWAY);
    }

    private boolean dpsIsAsked() {
        return firstBoots.due(9).contains(guid(1));
    }

    @Test
    void reportIsRecordedOnceWithWhoSaysSo() {
        report(1, HUB, Instant.now());
        var board = ledger.board(1);
        report(1, HUB, Instant.now());

        assertThat(board.state()).isEqualTo(BoardState.REGISTERED);
        assertThat(board.assignedHub()).isEqualTo(HUB);
        assertThat(ledger.board(1)).isEqualTo(board);
        assertThat(ledger.notes("board.registered"))
                .containsExactly("{\"assignedHub\":\"" + HUB + "\",\"by\":\"gateway:hall-1\",\"role\":\"gateway\"}");
    }

    @Test
    void otherHubThanTheBoardIsActivatedOnIsForDpsToSay() {
        report(1, "plant-b.azure-devices.net", Instant.now());

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(dpsIsAsked()).isTrue();
    }

    @Test
    void reportOfATimeBeforeTheActivationOrAheadIsForDpsToSay() {
        var activated = ledger.board(1).activatedAt();
        report(1, HUB, activated.minus(Duration.ofMinutes(1)).minusMillis(1));
        assertThat(dpsIsAsked()).isTrue();

        firstBoots.lookAgain(guid(1), Duration.ofHours(1));
        report(1, HUB, Instant.now().plus(Duration.ofMinutes(2)));
        assertThat(dpsIsAsked()).isTrue();
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);

        report(1, HUB, activated.minus(Duration.ofMinutes(1)));
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
    }

    @Test
    void reportWhileAnotherActivationIsUnderWayIsForDpsToSay() {
        var json = JsonNodeFactory.instance;
        var asked = new Activation(HUB, json.objectNode().put("site", "y"), json.objectNode());
        ledger.boards().intend(guid(1), ledger.board(1).version(), asked, TestLedger.ASKER);

        report(1, HUB, Instant.now());

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(dpsIsAsked()).isTrue();
    }

    @Test
    void reportOnABoardOutOfServiceOrOnNoneOfOursChangesNothing() {
        var board = ledger.board(2);

        report(2, HUB, Instant.now());
        report(9, HUB, Instant.now());
        ledger.set(1, BoardState.DEACTIVATED);
        report(1, HUB, Instant.now());

        assertThat(ledger.board(2)).isEqualTo(board);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(ledger.notes("board.registered")).isEmpty();
    }
}
