package dev.caravan.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Postgres;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The machine of the database is switched off in the middle of a batch, and on again. */
@Tag("full")
class LedgerAwayIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration AWAY = Duration.ofSeconds(3);

    @Test
    void databaseThatIsAwayForAWhileIsSaidInHealthAndTheWorkGoesOnByItselfWhenItIsBack() throws Exception {
        var under = Sheets.random(300, 50);
        var meanwhile = Sheets.random(20, 51);
        try (var scene = Scene.open(LedgerAwayIT.class);
                var postgres = Postgres.start(scene.folder());
                var hub = start(scene, postgres)) {
            var control = scene.azure().control();
            control.addFault("""
                    {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 300}}""");
            hub.folder().drop("under-way.csv", under.text());
            Eventually.holds("50 boards in DPS", LIMIT, () -> control.disabled() >= 50);

            postgres.stop();
            Eventually.holds("no ledger in health", LIMIT, () -> health(hub).equals("DOWN"));
            hub.folder().drop("meanwhile.csv", meanwhile.text());
            Works.pass(AWAY);
            assertThat(hub.program().isAlive()).isTrue();
            postgres.startAgain();

            Outcome.mustBeEnrolled(hub, "under-way", under, LIMIT);
            Outcome.mustBeEnrolled(hub, "meanwhile", meanwhile, LIMIT);
            assertThat(health(hub)).isEqualTo("UP");
            assertThat(hub.program().stdout()).doesNotContain("\tat ").contains("ledger: ");
            var delivered = new TreeMap<String, String>();
            for (var batch : List.of("under-way", "meanwhile")) {
                delivered.putAll(Identities.in(hub.folder().outbox(batch)).thumbprints());
            }
            assertThat(Enrollments.of(control.state()).thumbprints()).isEqualTo(delivered);
            assertThat(control.count("plane=service&method=PUT")).isZero();
            assertThat(control.count("plane=service&method=DELETE")).isZero();
        }
    }

    private static Hub start(Scene scene, Postgres postgres) {
        var settings = new ArrayList<>(List.of(Patient.SETTINGS));
        settings.add("--caravan.chunk-rows=20");
        settings.add("--caravan.dps.deferral=1s");
        settings.add("--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000");
        return scene.startHub(scene.prepareHub("hub"), postgres.settings(settings.toArray(String[]::new)));
    }

    private static String health(Hub hub) {
        return hub.api()
                .withoutKey("/actuator/health")
                .json()
                .at("/components/ledger/status")
                .asText();
    }
}
