package dev.caravan.activation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.board.Activation;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.Registration;
import dev.caravan.ledger.BroughtBack;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.LateTwins;
import dev.caravan.ledger.TestLedger;
import dev.caravan.registration.Lookout;
import dev.caravan.registration.Registrar;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** A board registers with the metadata of before, and nobody sees that until its change is done. */
class TwinCatchUpTest {

    private static final String HUB = "plant-a.azure-devices.net";

    @TempDir
    private Path data;

    private final FakeDps dps = new FakeDps();
    private final FakeRegistries hubs = new FakeRegistries(HUB);
    private TestLedger ledger;
    private Activator activator;
    private TwinCatchUp catchUp;

    @BeforeEach
    void activateABoard() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        activator = new Activator(ledger.boards(), dps, hubs, new ActivationSettings(List.of(HUB)));
        catchUp = new TwinCatchUp(ledger.boards(), new LateTwins(ledger.database()), hubs);
        dps.put(guid(1), FakeDps.disabled(ledger.enrolled("line-7").requireThumbprint()));
        activate("\"site\": \"hall 3\", \"old\": 1");
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private void activate(String tags) {
        var board = ledger.board(1);
        var version = OptionalLong.of(board.version());
        assertThat(activator.activate(board, new Activation(HUB, tags(tags), tags("")), version, ASKER))
                .isInstanceOf(Activated.class);
    }

    private static ObjectNode tags(String members) {
        try {
            return (ObjectNode) new ObjectMapper().readTree("{" + members + "}");
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }

    /** DPS has given the board what the enrollment held at that moment, and says so a while later. */
    private void bootUnseen() {
        var stored = dps.stored(guid(1)).orElseThrow();
        hubs.add(HUB, guid(1), stored.tags(), stored.desired());
    }

    private void lookOutFinds(Instant registeredAt) {
        dps.register(guid(1), new Registration.Assigned(HUB, registeredAt));
        ledger.endFirstBootPauses();
        var firstBoots = new FirstBoots(ledger.database());
        new Lookout(firstBoots, dps, new Registrar(ledger.boards(), firstBoots, Clock.systemUTC()), 60).look();
    }

    private String twin() {
        return hubs.stored(HUB, guid(1)).orElseThrow().tags().toString();
    }

    @Test
    void changeReachesTheTwinOfABoardThatRegisteredBeforeItAndWasSeenLater() {
        bootUnseen();
        activate("\"site\": \"hall 4\"");

        lookOutFinds(Instant.now());
        catchUp.work();

        assertThat(twin()).isEqualTo("{\"site\":\"hall 4\"}");
        assertThat(ledger.notes("twin.patched")).containsExactly("{\"hub\":\"" + HUB + "\"}");
    }

    @Test
    void whatAnyOfSeveralChangesRemovedIsRemoved() {
        bootUnseen();
        activate("\"site\": \"hall 4\", \"newer\": 1");
        activate("\"site\": \"hall 5\"");

        lookOutFinds(Instant.now());
        catchUp.work();

        assertThat(twin()).isEqualTo("{\"site\":\"hall 5\"}");
    }

    @Test
    void hubThatCannotBeAskedIsAskedAgain() {
        bootUnseen();
        activate("\"site\": \"hall 4\"");
        lookOutFinds(Instant.now());
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });
        catchUp.work();
        catchUp.work();
        hubs.watch(call -> {});

        ledger.endLateTwinPauses();
        catchUp.work();

        assertThat(twin()).isEqualTo("{\"site\":\"hall 4\"}");
    }

    @Test
    void twinThatSomebodyWritesToMeanwhileIsReadAgain() {
        bootUnseen();
        activate("\"site\": \"hall 4\"");
        lookOutFinds(Instant.now());
        hubs.watch(call -> {
            if (call.equals("patch twin")) {
                hubs.watch(done -> {});
                var twin = hubs.stored(HUB, guid(1)).orElseThrow();
                hubs.patch(HUB, twin, tags("\"theirs\": true"), tags(""));
            }
        });

        catchUp.work();
        ledger.endLateTwinPauses();
        catchUp.work();

        assertThat(twin()).isEqualTo("{\"site\":\"hall 4\",\"theirs\":true}");
    }

    @Test
    void twinOfABoardThatRegisteredWellAfterTheChangeIsLeftAlone() {
        activate("\"site\": \"hall 4\"");
        bootUnseen();
        var twin = hubs.stored(HUB, guid(1)).orElseThrow();
        hubs.patch(HUB, twin, tags("\"site\": \"theirs\""), tags(""));

        lookOutFinds(Instant.now().plusSeconds(301));
        catchUp.work();

        assertThat(twin()).isEqualTo("{\"site\":\"theirs\"}");
    }

    @Test
    void twinOfABoardWhoseActivationNobodyHasChangedIsLeftAlone() {
        bootUnseen();
        hubs.watch(call -> {
            throw new AssertionError(call);
        });

        lookOutFinds(Instant.now());
        catchUp.work();

        assertThat(new LateTwins(ledger.database()).due(1)).isEmpty();
    }

    @Test
    void twinThatWasDueInABackupIsLeftAsItIs() {
        bootUnseen();
        activate("\"site\": \"hall 4\"");
        lookOutFinds(Instant.now());

        new BroughtBack(ledger.database()).hold();
        catchUp.work();

        assertThat(twin()).contains("hall 3");
    }

    @Test
    void boardWhoseHubTheConfigurationDoesNotKnowSaysSo() {
        bootUnseen();
        activate("\"site\": \"hall 4\"");
        lookOutFinds(Instant.now());

        new TwinCatchUp(ledger.boards(), new LateTwins(ledger.database()), new FakeRegistries()).work();

        assertThat(ledger.board(1).reason()).contains("no connection string for this hub");
    }
}
