package dev.caravan.hub;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import dev.caravan.activation.Activator;
import dev.caravan.audit.Checkpoints;
import dev.caravan.audit.Seal;
import dev.caravan.batch.BatchCompleter;
import dev.caravan.batch.DryRun;
import dev.caravan.batch.FileIssuers;
import dev.caravan.batch.Intake;
import dev.caravan.batch.IntakeFolders;
import dev.caravan.batch.IntakeRules;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.SerialNumbers;
import dev.caravan.custody.BatchBoxes;
import dev.caravan.custody.BoardIssuers;
import dev.caravan.custody.CertificateFiles;
import dev.caravan.custody.Certifier;
import dev.caravan.custody.ClearIdentities;
import dev.caravan.custody.Deliverer;
import dev.caravan.custody.IdentityExit;
import dev.caravan.custody.IdentityPickup;
import dev.caravan.enrollment.BulkCall;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Enroller;
import dev.caravan.enrollment.LostIdentities;
import dev.caravan.enrollment.Patience;
import dev.caravan.enrollment.SdkDps;
import dev.caravan.hsm.Token;
import dev.caravan.hub.home.DataFolderLock;
import dev.caravan.hub.home.HubId;
import dev.caravan.hub.outbound.Outbound;
import dev.caravan.ledger.AuditLog;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.HubsAtWork;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.Pickups;
import dev.caravan.ledger.Readings;
import dev.caravan.ledger.Serials;
import dev.caravan.registry.Registries;

/** Puts the steps together. Nothing is decided here but which part is given to which. */
@Configuration(proxyBeanMethods = false)
class HubWiring {

    private static final Logger LOG = LoggerFactory.getLogger(HubWiring.class);

    private final HubSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final String process = UUID.randomUUID().toString();

    HubWiring(HubSettings settings) {
        this.settings = settings;
    }

    @Bean
    Clock clock() {
        return clock;
    }

    @Bean
    DataFolderLock dataFolderLock() {
        settings.folders().prepare();
        return DataFolderLock.take(settings.folders().data(), clock.instant());
    }

    /** Takes the lock first: whatever this hub has claimed then belongs to a process that is gone. */
    @Bean
    LedgerDatabase ledgerDatabase(DataFolderLock lock) {
        return settings.ledger().open(settings.folders().data());
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    LedgerHealth ledgerHealthIndicator(LedgerDatabase database) {
        return new LedgerHealth(database);
    }

    @Bean
    Batches batches(LedgerDatabase database) {
        return new Batches(database);
    }

    @Bean
    Chunks chunks(LedgerDatabase database) {
        var chunks = new Chunks(database, hub(), process, settings.lease());
        chunks.releaseEarlier();
        return chunks;
    }

    @Bean
    Readings readings(LedgerDatabase database) {
        var readings = new Readings(database, hub(), process, settings.lease());
        readings.releaseEarlier();
        return readings;
    }

    @Bean
    HubsAtWork hubsAtWork(LedgerDatabase database) {
        return new HubsAtWork(database, hub());
    }

    private String hub() {
        return HubId.readOrMake(settings.folders().data().resolve("hub-id"));
    }

    @Bean
    Boards boards(LedgerDatabase database, Chunks chunks) {
        return new Boards(database, chunks);
    }

    @Bean
    ChunkWork chunkWork(Chunks chunks) {
        return new ChunkWork(chunks, settings.dps().deferral());
    }

    @Bean
    BatchBoxes batchBoxes(Batches batches) {
        return new BatchBoxes(batches);
    }

    @Bean
    CertificateTools certificateTools(LedgerDatabase database) {
        var providers = CryptoProviders.choose(settings.certificate().provider());
        LOG.info(providers.choice());
        var serials = new Serials(database, () -> SerialNumbers.random(random));
        return new CertificateTools(providers, clock, random, serials::next);
    }

    @Bean
    @Profile("demo")
    IdentityExit clearIdentities() {
        return new ClearIdentities(settings.folders().work(), settings.folders().outbox());
    }

    @Bean
    @Profile("!demo")
    IdentityExit identityExit(Token token, CertificateTools tools) {
        return settings.custody()
                .exit(
                        settings.folders().work(),
                        settings.folders().outbox(),
                        settings.folders().data(),
                        token,
                        tools);
    }

    @Bean
    IdentityPickup identityPickup(Boards boards, LedgerDatabase database, IdentityExit exit, BatchBoxes boxes) {
        var window = settings.custody().pickup().window();
        return new IdentityPickup(boards, new Pickups(database), exit, boxes, window);
    }

    @Bean
    Certifier certifier(Boards boards, ChunkWork work, BoardIssuers issuers, IdentityExit exit, BatchBoxes boxes) {
        return new Certifier(boards, work, issuers, exit, boxes);
    }

    @Bean
    Deliverer deliverer(
            Boards boards,
            Chunks chunks,
            ChunkWork work,
            IdentityExit exit,
            IssuingAuthorities authorities,
            BatchBoxes boxes) {
        var certificates = new CertificateFiles(settings.folders().outbox(), authorities);
        return new Deliverer(boards, chunks, work, exit, certificates, boxes);
    }

    @Bean
    Dps dps() {
        Outbound.apply(settings.outbound());
        return SdkDps.connect(settings.dps(), clock, random);
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    DpsHealth dpsHealthIndicator(Dps dps) {
        return new DpsHealth(dps);
    }

    /** The bean's name is the part's name in the health document. */
    @Bean
    ClockHealth clockHealthIndicator(Dps dps) {
        return new ClockHealth(dps::wrongClock);
    }

    @Bean
    Patience patience() {
        return new Patience(settings.dps().attempts(), random);
    }

    @Bean
    LostIdentities lostIdentities(
            Boards boards, Dps dps, Patience patience, BoardIssuers issuers, IdentityExit exit, BatchBoxes boxes) {
        return new LostIdentities(boards, dps, patience, issuers, exit, boxes);
    }

    @Bean
    Enroller enroller(
            Batches batches,
            Chunks chunks,
            Boards boards,
            ChunkWork work,
            LostIdentities lost,
            Dps dps,
            Patience patience) {
        var call = new BulkCall(dps, patience, chunks, settings.dps().readBack(), random);
        return new Enroller(
                batches, chunks, boards, work, lost, call, settings.dps().clients());
    }

    @Bean
    Activator activator(Boards boards, Dps dps, Registries registries) {
        return new Activator(boards, dps, registries, settings.activation());
    }

    @Bean
    IntakeFolders intakeFolders(DataFolderLock lock) {
        var folders = settings.folders();
        return new IntakeFolders(folders.work(), folders.archive(), folders.quarantine(), hub());
    }

    @Bean
    Intake intake(
            Batches batches, LedgerDatabase database, IntakeFolders folders, GivenKeyRules keys, FileIssuers issuers) {
        var intake = new Intake(
                batches,
                new IntakeRules(settings.intake().signatures(clock), keys, issuers),
                new DryRun(database, folders, settings.folders().outbox(), settings.chunkRows()),
                folders,
                settings.chunkRows(),
                clock);
        intake.clearLeftOvers();
        return intake;
    }

    /** Signs once more at an orderly stop, so that the trail is covered to its end. */
    @Bean(destroyMethod = "write")
    Checkpoints checkpoints(LedgerDatabase database) {
        var seal = Seal.openOrMake(
                settings.folders().data().resolve("audit"),
                settings.certificate().password(),
                clock);
        return new Checkpoints(new AuditLog(database), seal, settings.audit().checkpointFolder(), clock);
    }

    @Bean
    BatchCompleter batchCompleter(Batches batches, IdentityExit exit) {
        return new BatchCompleter(batches, exit, settings.folders().outbox(), clock);
    }
}
