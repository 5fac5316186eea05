package dev.caravan.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;

import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Patience;
import dev.caravan.hub.api.AdoptionApi;
import dev.caravan.hub.api.ReconciliationApi;
import dev.caravan.hub.api.RunCalls;
import dev.caravan.hub.api.RunRoutes;
import dev.caravan.hub.chunk.SweepRoutes;
import dev.caravan.hub.home.HubId;
import dev.caravan.hub.reconciliation.NightlyRoutes;
import dev.caravan.hub.reconciliation.RunThread;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Findings;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.reconciliation.Alarms;
import dev.caravan.reconciliation.DpsRunner;
import dev.caravan.reconciliation.LedgerAlarms;
import dev.caravan.reconciliation.Nightly;

/** Puts together what compares the ledger with DPS. */
@Configuration(proxyBeanMethods = false)
class ReconciliationWiring {

    /** Longer than a run may wait for a DPS that is down. */
    private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(30);

    @Bean
    DpsRuns dpsRuns(LedgerDatabase database, HubSettings settings) {
        var hub = HubId.readOrMake(settings.folders().data().resolve("hub-id"));
        var runs = new DpsRuns(database, hub, UUID.randomUUID().toString(), SIGN_OF_LIFE);
        runs.callOffEarlier();
        return runs;
    }

    @Bean
    Findings findings(LedgerDatabase database) {
        return new Findings(database);
    }

    @Bean
    Alarms alarms(Boards boards, Batches batches) {
        return new LedgerAlarms(boards, batches);
    }

    @Bean
    DpsRunner dpsRunner(
            DpsRuns runs,
            Findings findings,
            LedgerDatabase database,
            Dps dps,
            Patience patience,
            Alarms alarms,
            HubSettings settings,
            Clock clock) {
        return new DpsRunner(
                runs,
                findings,
                new Comparison(database),
                dps,
                patience,
                alarms,
                settings.reconciliation(),
                new Adoption(database),
                clock.withZone(ZoneId.systemDefault()));
    }

    @Bean
    RunThread runThread(DpsRunner runner, ObjectProvider<ProducerTemplate> messages) {
        return new RunThread(runner, () -> messages.getObject().sendBody(SweepRoutes.SWEEP, ""));
    }

    @Bean
    NightlyRoutes nightlyRoutes(DpsRuns runs, RunThread thread, Clock clock, HubSettings settings) {
        return new NightlyRoutes(
                new Nightly(runs, settings.reconciliation(), clock.withZone(ZoneId.systemDefault())), thread);
    }

    @Bean
    ReconciliationApi reconciliationApi() {
        return new ReconciliationApi();
    }

    @Bean
    AdoptionApi adoptionApi() {
        return new AdoptionApi();
    }

    @Bean
    RunRoutes runRoutes(DpsRuns runs, Findings findings, RunThread thread) {
        return new RunRoutes(new RunCalls(runs, findings), thread);
    }
}
