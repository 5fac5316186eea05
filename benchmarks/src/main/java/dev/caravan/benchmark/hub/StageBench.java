package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.batch.BatchFile;
import dev.caravan.batch.BatchReport;
import dev.caravan.batch.BatchSummary;
import dev.caravan.batch.ReportLine;
import dev.caravan.batch.RowOutcome;
import dev.caravan.batch.Snapshot;
import dev.caravan.board.BoardGuid;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.custody.BatchBox;
import dev.caravan.custody.ClearIdentities;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.custody.IdentityRef;
import dev.caravan.custody.StationSeal;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.Chunks;
import dev.caravan.ledger.Claim;
import dev.caravan.ledger.LedgerDatabase;
import dev.caravan.ledger.NewBoard;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;

/** What each stage costs a board, alone, on one thread, with the real parts; the calls to DPS are not among them. */
@Command(
        name = "stages",
        description = "Microseconds a board that each stage of the hub costs, alone and on one thread.",
        mixinStandardHelpOptions = true)
public final class StageBench implements Callable<Integer> {

    private static final int CHUNK = 500;
    private static final int BULK = 10;
    private static final String BATCH = "batch";

    @Option(names = "--boards", defaultValue = "10000", description = "(default: ${DEFAULT-VALUE})")
    private int boards;

    @Option(names = "--rounds", defaultValue = "3", description = "the last one counts (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (var round = 1; round <= rounds; round++) {
            say("round %d%n", round);
            round(Files.createTempDirectory("caravan-bench"));
        }
        return 0;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void time(String stage, Work work) throws IOException {
        var processor = ManagementFactory.getThreadMXBean();
        var from = System.nanoTime();
        var worked = processor.getCurrentThreadCpuTime();
        work.run();
        var own = (processor.getCurrentThreadCpuTime() - worked) / 1e3 / boards;
        var micros = (System.nanoTime() - from) / 1e3 / boards;
        say(
                "  %-52s %8.1f µs a board, %,9.0f a second; %8.1f µs of this thread's processor time%n",
                stage, micros, 1e6 / micros, own);
    }

    private void round(Path folder) throws IOException {
        var guids = guids();
        var input = Files.writeString(
                folder.resolve("batch.csv"),
                "guid,consignee,order\n"
                        + String.join(",Northgate Presses,4711\n", guids)
                        + ",Northgate Presses,4711\n");
        var rules = new GivenKeyRules(
                new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom()));
        var snapshot = new Snapshot[1];
        var file = new BatchFile[1];
        time("snapshot: copy, SHA-256, sync", () -> snapshot[0] = Snapshot.take(input, folder.resolve("snapshots")));
        time("first pass: encoding, structure", () -> file[0] = BatchFile.judge(snapshot[0]));
        time("second pass: rows judged", () -> {
            try (var rows = file[0].rowReader(rules)) {
                while (rows.hasNext()) {
                    rows.next();
                }
            }
        });
        time("both passes: a file validated", () -> {
            try (var rows = BatchFile.judge(snapshot[0]).rowReader(rules)) {
                while (rows.hasNext()) {
                    rows.next();
                }
            }
        });
        issueAndStore(folder, guids);
    }

    private List<String> guids() {
        var guids = new ArrayList<String>();
        for (var board = 0; board < boards; board++) {
            guids.add(UUID.randomUUID().toString());
        }
        return guids;
    }

    private void issueAndStore(Path folder, List<String> guids) throws IOException {
        var tools = new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
        var issuers = Issuers.openOrFound(folder.resolve("ca"), "of a benchmark".toCharArray(), tools);
        var issuer = new LeafIssuer(issuers.byDefault(), LeafProfile.TEN_YEARS, tools);
        var identities = new ArrayList<IssuedIdentity>();
        time("key and certificate", () -> guids.forEach(guid -> identities.add(issuer.issue(new BoardGuid(guid)))));
        var seal = StationSeal.of(List.of(StationFile.write(folder.resolve("station.pem"))), tools);
        time("identity sealed for a station, P-256", () -> identities.forEach(each -> seal.seal(each.clearPem())));
        var exit = new ClearIdentities(folder.resolve("work"), folder.resolve("outbox"));
        var box = new BatchBox(BATCH, boards);
        time(
                "identity files, each synced",
                () -> each(CHUNK, (from, to) -> exit.keepAll(box, identities.subList(from, to))));
        ledger(folder, identities);
        time(
                "identities handed over",
                () -> each(
                        CHUNK,
                        (from, to) -> exit.deliverAll(
                                box,
                                identities.subList(from, to).stream()
                                        .map(IdentityRef::of)
                                        .toList())));
        time(
                "report",
                () -> BatchReport.write(
                        folder.resolve("outbox/batch"),
                        new BatchSummary(
                                BATCH,
                                "batch.csv",
                                "ab".repeat(32),
                                1,
                                Instant.EPOCH,
                                Map.of(RowOutcome.ENROLLED, (long) boards)),
                        guids.stream().map(guid -> new ReportLine(2, guid, RowOutcome.ENROLLED, ""))));
    }

    /** The same statements as a batch runs, with a transaction for each chunk, and for each bulk call's answer. */
    private void ledger(Path folder, List<IssuedIdentity> identities) throws IOException {
        try (var database = LedgerDatabase.open(folder.resolve("ledger.db"))) {
            var batches = new Batches(database);
            var chunks = new Chunks(database, "bench", "1", Duration.ofMinutes(5));
            var store = new Boards(database, chunks);
            batches.register(BATCH, "batch.csv", "ab".repeat(32), boards);
            time(
                    "ledger: rows accepted",
                    () -> each(
                            CHUNK,
                            (from, to) ->
                                    batches.accept(BATCH, from / CHUNK, newBoards(identities, from, to), List.of())));
            time(
                    "ledger: certified",
                    () -> each(CHUNK, (from, to) -> {
                        var claim = claim(chunks, from, Stage.CERTIFY);
                        store.certified(
                                claim,
                                identities.subList(from, to).stream()
                                        .map(IdentityRecord::certified)
                                        .toList());
                        chunks.advance(claim);
                    }));
            time(
                    "ledger: enrolled, ten at a time",
                    () -> each(CHUNK, (from, to) -> {
                        var claim = claim(chunks, from, Stage.ENROLL);
                        for (var call = from; call < to; call += BULK) {
                            chunks.renew(claim);
                            store.settled(claim, settled(identities, call, Math.min(to, call + BULK)));
                        }
                        chunks.advance(claim);
                    }));
            time(
                    "ledger: delivered",
                    () -> each(CHUNK, (from, to) -> {
                        var claim = claim(chunks, from, Stage.DELIVER);
                        chunks.deliveryBegins(claim);
                        chunks.advance(claim);
                    }));
        }
    }

    private static Claim claim(Chunks chunks, int from, Stage stage) {
        return chunks.claim(new ChunkRef(BATCH, from / CHUNK), stage).orElseThrow();
    }

    private static List<NewBoard> newBoards(List<IssuedIdentity> identities, int from, int to) {
        var rows = new ArrayList<NewBoard>();
        for (var index = from; index < to; index++) {
            rows.add(new NewBoard(
                    index + 2L, identities.get(index).guid(), "Northgate Presses", "4711", null, Map.of()));
        }
        return rows;
    }

    private static List<Settled> settled(List<IssuedIdentity> identities, int from, int to) {
        var settled = new ArrayList<Settled>();
        identities.subList(from, to).forEach(identity -> settled.add(new Settled.Enrolled(identity.guid(), false)));
        return settled;
    }

    private interface Piece {
        void work(int from, int to);
    }

    private void each(int size, Piece piece) {
        for (var from = 0; from < boards; from += size) {
            piece.work(from, Math.min(boards, from + size));
        }
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        spec.commandLine().getOut().printf(format, values);
        spec.commandLine().getOut().flush();
    }
}
