package dev.caravan.registration;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.Registration;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

class LookoutTest {

    private static final String HUB = "plant-a.azure-devices.net";

    @TempDir
    private Path folder;

    private final FakeDps dps = new FakeDps();
    private TestLedger ledger;
    private Registrar registrar;
    private Lookout lookout;

    @BeforeEach
    void activateThreeBoards() {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        ledger.enrolled("line-7", 3);
        for (var number = 1; number <= 3; number++) {
            var json = JsonNodeFactory.instance;
            ledger.boards().activated(guid(number), new Activation(HUB, json.objectNode(), json.objectNode()), null);
        }
        var firstBoots = new FirstBoots(ledger.database());
        registrar = new Registrar(ledger.boards(), firstBoots, Clock.systemUTC());
        lookout = new Lookout(firstBoots, dps, registrar, 60);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void boardThatHasRegisteredIsFoundAndNotAskedAboutAgain() {
        dps.register(guid(2), new Registration.Assigned(HUB, null));
        ledger.endFirstBootPauses();

        lookout.look();
        ledger.endFirstBootPauses();
        lookout.look();

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.REGISTERED);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(dps.calls()).filteredOn(("registration " + guid(2))::equals).hasSize(1);
        assertThat(dps.calls()).filteredOn(("registration " + guid(1))::equals).hasSize(2);
    }

    @Test
    void boardThatHasNotComeIsLeftAloneForAWhile() {
        ledger.endFirstBootPauses();

        lookout.look();
        lookout.look();

        assertThat(dps.calls()).hasSize(3);
    }

    @Test
    void failedFirstBootIsSaidAndLookedForAgain() {
        dps.register(guid(1), new Registration.Failed("DPS says 400208: no hub"));
        ledger.endFirstBootPauses();
        lookout.look();
        assertThat(ledger.board(1).reason()).contains("400208");

        dps.register(guid(1), new Registration.Assigned(HUB, null));
        ledger.endFirstBootPauses();
        lookout.look();

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REGISTERED);
    }

    @Test
    void dpsThatAnswersNobodyIsAskedOnceAndTheBoardsAreFoundLater() {
        dps.register(guid(3), new Registration.Assigned(HUB, null));
        dps.nextLook(FakeDps.denied());
        ledger.endFirstBootPauses();

        lookout.look();
        assertThat(dps.calls()).hasSize(1);

        ledger.endFirstBootPauses();
        lookout.look();
        assertThat(ledger.board(3).state()).isEqualTo(BoardState.REGISTERED);
    }

    @Test
    void refusedLookKeepsNoOtherBoardWaiting() {
        dps.register(guid(3), new Registration.Assigned(HUB, null));
        dps.nextLook(FakeDps.refused("DPS refuses the request"));
        dps.nextLook(FakeDps.requestLost());
        ledger.endFirstBootPauses();

        lookout.look();

        assertThat(dps.calls()).hasSize(3);
    }

    @Test
    void pauseIsAQuarterOfTheTimeSinceTheActivationWithinTenSecondsAndADay() {
        assertThat(Lookout.pause(Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Lookout.pause(Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(10));
        assertThat(Lookout.pause(Duration.ofSeconds(44))).isEqualTo(Duration.ofSeconds(11));
        assertThat(Lookout.pause(Duration.ofHours(24))).isEqualTo(Duration.ofHours(6));
        assertThat(Lookout.pause(Duration.ofDays(4))).isEqualTo(Duration.ofDays(1));
        assertThat(Lookout.pause(Duration.ofDays(400))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void whoeverSaysItFirstIsNewsAndTheOthersChangeNothing() {
        assertThat(registrar.seen(guid(1), HUB, null))
                .isInstanceOfSatisfying(FirstBoot.Recorded.class, recorded -> assertThat(recorded.news())
                        .isTrue());
        dps.register(guid(1), new Registration.Assigned(HUB, null));
        ledger.endFirstBootPauses();
        lookout.look();

        assertThat(registrar.seen(guid(1), HUB, null)).isEqualTo(new FirstBoot.Recorded(ledger.board(1), false));
    }

    @Test
    void reportOnABoardThatIsNotActivatedOrNotThereIsAnsweredSo() {
        ledger.accepted("line-8", 4);

        assertThat(registrar.seen(guid(4), HUB, null)).isEqualTo(new FirstBoot.NotActivated(ledger.board(4)));
        assertThat(registrar.seen(guid(9), HUB, null)).isEqualTo(new FirstBoot.Unknown(guid(9)));
    }
}
