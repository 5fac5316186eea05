package dev.caravan.hub;

import java.time.Clock;
import java.time.Duration;

import jakarta.jms.ConnectionFactory;

import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.activation.Activator;
import dev.caravan.audit.Checkpoints;
import dev.caravan.batch.BatchCompleter;
import dev.caravan.batch.InboxStrays;
import dev.caravan.batch.Intake;
import dev.caravan.batch.IntakeFolders;
import dev.caravan.batch.Reading;
import dev.caravan.batch.Uploads;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.custody.Certifier;
import dev.caravan.custody.Deliverer;
import dev.caravan.custody.IdentityPickup;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Enroller;
import dev.caravan.hub.api.ActivationCalls;
import dev.caravan.hub.api.AnswerRoutes;
import dev.caravan.hub.api.ApiDocument;
import dev.caravan.hub.api.ApiFront;
import dev.caravan.hub.api.ApiPages;
import dev.caravan.hub.api.ArchiveRoutes;
import dev.caravan.hub.api.BatchApi;
import dev.caravan.hub.api.BatchReportRoutes;
import dev.caravan.hub.api.BoardApi;
import dev.caravan.hub.api.BoardQueries;
import dev.caravan.hub.api.Downloads;
import dev.caravan.hub.api.EventApi;
import dev.caravan.hub.api.EventRoutes;
import dev.caravan.hub.api.LongPoll;
import dev.caravan.hub.api.PickupCalls;
import dev.caravan.hub.api.PickupRoutes;
import dev.caravan.hub.api.Problems;
import dev.caravan.hub.api.RetryRoutes;
import dev.caravan.hub.api.ServerProblems;
import dev.caravan.hub.api.UploadRoutes;
import dev.caravan.hub.audit.CheckpointRoutes;
import dev.caravan.hub.batch.IntakeRoutes;
import dev.caravan.hub.batch.ProgressRoutes;
import dev.caravan.hub.batch.SettleRoutes;
import dev.caravan.hub.chunk.ChunkRoutes;
import dev.caravan.hub.chunk.ChunkStep;
import dev.caravan.hub.chunk.SweepRoutes;
import dev.caravan.hub.chunk.Sweeper;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.HubsAtWork;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Readings;
import dev.caravan.ledger.Retries;
import dev.caravan.ledger.Stage;
import dev.caravan.preparation.Preparer;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;
import dev.caravan.progress.ProgressLines;

/** Gives the routes their steps, and the queues their broker. */
@Configuration(proxyBeanMethods = false)
class RouteWiring {

    /** Longer than the Azure client's time-outs, retries included. */
    private static final Duration CUT_OFF = Duration.ofMinutes(3);

    /** In bytes. */
    private static final int JOURNAL_FILE = 1024 * 1024;

    private final long begun = System.nanoTime();

    @Bean
    JmsComponent jms(ConnectionFactory broker) {
        return JmsComponent.jmsComponentAutoAcknowledge(broker);
    }

    /**
     * Messages are small pointers: a disk that is nearly full must not silently block them, as is the default, and a start
     * need not read twenty megabytes of journal.
     */
    @Bean
    ArtemisConfigurationCustomizer brokerLimits() {
        return broker -> broker.setMaxDiskUsage(-1).setJournalFileSize(JOURNAL_FILE);
    }

    @Bean
    ReadyLine readyLine(HubSettings settings, CamelContext camel) {
        return new ReadyLine(settings, camel);
    }

    @Bean
    FailurePolicies failurePolicies() {
        return new FailurePolicies();
    }

    @Bean
    IntakeRoutes intakeRoutes(
            Intake intake, Batches batches, Readings readings, HubSettings settings, IssuerChoice issuers) {
        return new IntakeRoutes(
                intake,
                new Reading(intake, batches, readings),
                new InboxStrays(settings.folders().inbox(), System::nanoTime),
                issuers.byInbox().keySet());
    }

    @Bean
    Sweeper sweeper(Batches batches, Chunks chunks, Readings readings) {
        return new Sweeper(batches, chunks, readings, System::nanoTime);
    }

    @Bean
    ChunkRoutes chunkRoutes(Sweeper sweeper, Certifier certifier, Enroller enroller, Deliverer deliverer) {
        return new ChunkRoutes(
                told(sweeper, Stage.CERTIFY, certifier::certify),
                told(sweeper, Stage.ENROLL, enroller::enroll),
                told(sweeper, Stage.DELIVER, deliverer::deliver));
    }

    /** The step of a pointer that has left its queue, which the sweeper should know. */
    private static ChunkStep told(Sweeper sweeper, Stage stage, ChunkStep step) {
        return chunk -> {
            sweeper.taken(chunk, stage);
            return step.work(chunk);
        };
    }

    @Bean
    SettleRoutes settleRoutes(BatchCompleter completer) {
        return new SettleRoutes(completer);
    }

    @Bean
    Events events(LedgerDatabase database) {
        return new Events(database);
    }

    @Bean
    SweepRoutes sweepRoutes(
            Sweeper sweeper,
            ChunkWork work,
            Activator activator,
            IdentityPickup pickup,
            Events events,
            Dps dps,
            HubsAtWork hubsAtWork,
            HubSettings settings) {
        return new SweepRoutes(sweeper, () -> {
            dps.sharedBy(settings.ledger().inDataFolder() ? 1 : hubsAtWork.sayAndCount());
            work.releaseKept();
            pickup.destroyEnded();
            activator.settleCutOff(settings.ledger().inDataFolder() ? sinceTheStart() : CUT_OFF);
            events.forget(settings.events().keep());
        });
    }

    /** The intents of an earlier process of the only hub are nobody's by now. */
    private Duration sinceTheStart() {
        var uptime = Duration.ofNanos(System.nanoTime() - begun);
        return uptime.compareTo(CUT_OFF) < 0 ? uptime : CUT_OFF;
    }

    @Bean
    Problems problems() {
        return new Problems();
    }

    @Bean
    Pace pace(Batches batches, Clock clock) {
        return new Pace(batches, clock, System::nanoTime);
    }

    @Bean
    BatchProblems batchProblems(Chunks chunks, Dps dps) {
        return new BatchProblems(chunks, () -> dps.throttling().map(Dps.Throttling::sentence), () -> dps.wrongClock()
                .map(Dps.WrongClock::sentence));
    }

    @Bean
    ProgressRoutes progressRoutes(Pace pace, BatchProblems problems) {
        return new ProgressRoutes(pace, new ProgressLines(problems, pace, System::nanoTime));
    }

    @Bean
    BoardQueries boardQueries(LedgerDatabase database, Batches batches, BatchProblems problems, Pace pace) {
        return new BoardQueries(new BoardsInReach(database), batches, problems, pace);
    }

    @Bean
    ApiFront apiFront() {
        return new ApiFront();
    }

    @Bean
    ApiDocument apiDocument() {
        return new ApiDocument();
    }

    @Bean
    BoardApi boardApi() {
        return new BoardApi();
    }

    @Bean
    BatchApi batchApi() {
        return new BatchApi();
    }

    @Bean
    ActivationCalls activationCalls(Activator activator, Preparer preparer) {
        return new ActivationCalls(
                activator::activate,
                (seen, asked, version, by, reason) -> activator.simulate(seen, asked, version),
                preparer);
    }

    @Bean
    AnswerRoutes answerRoutes(BoardQueries queries, ActivationCalls activations) {
        return new AnswerRoutes(queries, activations);
    }

    @Bean
    RetryRoutes retryRoutes(LedgerDatabase database, BoardQueries boards, HubSettings settings) {
        return new RetryRoutes(new Retries(database, settings.chunkRows()), boards);
    }

    @Bean
    UploadRoutes uploadRoutes(Intake intake, IntakeFolders folders) {
        return new UploadRoutes(new Uploads(intake, folders));
    }

    @Bean
    ArchiveRoutes archiveRoutes(Batches batches, HubSettings settings, Downloads downloads) {
        return new ArchiveRoutes(batches, settings.folders().outbox(), downloads);
    }

    @Bean
    BatchReportRoutes batchReportRoutes(Batches batches, HubSettings settings, Downloads downloads) {
        return new BatchReportRoutes(batches, settings.folders().outbox(), downloads);
    }

    @Bean
    PickupRoutes pickupRoutes(IdentityPickup pickup) {
        return new PickupRoutes(new PickupCalls(pickup));
    }

    @Bean
    CheckpointRoutes checkpointRoutes(Checkpoints checkpoints) {
        return new CheckpointRoutes(checkpoints);
    }

    @Bean
    EventApi eventApi() {
        return new EventApi();
    }

    @Bean
    LongPoll longPoll() {
        return new LongPoll();
    }

    @Bean
    EventRoutes eventRoutes(Events events, LongPoll poll) {
        return new EventRoutes(events, poll);
    }

    @Bean
    ServerProblems serverProblems() {
        return new ServerProblems();
    }

    @Bean
    ApiPages apiPages() {
        return new ApiPages();
    }
}
