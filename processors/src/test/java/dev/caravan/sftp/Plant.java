package dev.caravan.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.springframework.util.unit.DataSize;

import dev.caravan.batch.DryRun;
import dev.caravan.batch.Intake;
import dev.caravan.batch.IntakeFolders;
import dev.caravan.batch.IntakeRules;
import dev.caravan.batch.Signatures;
import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.TestLedger;

/** A hub's intake with a real ledger, a real SFTP server, and a clock that the test turns. */
final class Plant implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-26T10:00:00.123Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String SCRATCH = "hub.part";
    static final String GOOD = "guid\n00000000-0000-4000-8000-000000000001\n";

    final DropServer server;
    final TestLedger ledger;
    final Intake intake;
    final List<SftpNews> news = new ArrayList<>();
    private final Path home;
    private final AtomicLong nanos = new AtomicLong(1L << 60);
    private SftpSettings settings;
    private SftpSource source;

    Plant(Path home, X509Certificate... signers) throws Exception {
        this.home = home;
        server = DropServer.start(home);
        ledger = TestLedger.sqlite(home.resolve("ledger.db"));
        var folders = new IntakeFolders(folder("work"), folder("archive"), folder("quarantine"));
        intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(signers), CLOCK), TestKeys.RULES),
                new DryRun(ledger.database(), folders, folder("outbox"), 500),
                folders,
                500,
                CLOCK);
        Files.writeString(home.resolve("password"), DropServer.PASSWORD + "\n");
        Files.writeString(home.resolve("known-hosts"), server.knownHost());
        startHub(settings().build());
    }

    /** By default, a hub that may log in. */
    SettingsBuilder settings() {
        return new SettingsBuilder();
    }

    final class SettingsBuilder {
        int port = server.port();
        String user = DropServer.USER;
        String passwordFile = home.resolve("password").toString();
        String keyFile = "";
        String passphraseFile = "";
        String folder = "/boards";
        SftpSettings.WhenTaken whenTaken = SftpSettings.WhenTaken.ARCHIVE;
        long largest = 1_000_000;

        SftpSettings build() {
            return new SftpSettings(
                    "127.0.0.1",
                    port,
                    user,
                    passwordFile,
                    keyFile,
                    passphraseFile,
                    home.resolve("known-hosts").toString(),
                    folder,
                    whenTaken,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    DataSize.ofBytes(largest));
        }
    }

    /** The one before, if any, is gone as after a kill: it has closed nothing but its connections. */
    void startHub(SftpSettings with) {
        if (source != null) {
            source.close();
        }
        settings = with;
        source = new SftpSource(with, intake, folder("work"), CLOCK, nanos::get);
    }

    void restartHub() {
        startHub(settings);
    }

    SftpSource hub() {
        return source;
    }

    /** Looks as it would ten seconds later. */
    void look() {
        pass(Duration.ofSeconds(10));
        source.look(news::add);
    }

    void lookTwice() {
        look();
        look();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    List<String> messages(SftpNews.Kind kind) {
        return news.stream()
                .filter(one -> one.kind() == kind)
                .map(SftpNews::message)
                .toList();
    }

    Path folder(String name) {
        return home.resolve(name);
    }

    List<String> files(String folder) throws IOException {
        if (!Files.exists(folder(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What waits for the hub; a batch whose rows are unread is none of this. */
    List<String> leftOvers() throws IOException {
        var left = new ArrayList<>(server.files("taking"));
        left.addAll(files("work/sftp"));
        left.addAll(files("work/snapshots").stream()
                .filter(name -> !name.endsWith(".csv") && !name.equals(SCRATCH))
                .toList());
        left.addAll(files("work/snapshots/" + SCRATCH));
        left.remove("lock");
        return left;
    }

    @Override
    public void close() throws IOException {
        source.close();
        server.close();
        ledger.close();
    }
}
