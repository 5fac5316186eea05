package dev.caravan.hub.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.camel.EndpointInject;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

import dev.caravan.batch.DryRun;
import dev.caravan.batch.InboxStrays;
import dev.caravan.batch.Intake;
import dev.caravan.batch.IntakeFolders;
import dev.caravan.batch.IntakeRules;
import dev.caravan.batch.Reading;
import dev.caravan.batch.Signatures;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.GivenKeyRules;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.Batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IntakeRoutesTest extends CamelTestSupport {

    private static final String GOOD = "guid\n00000000-0000-4000-8000-000000000001\n";
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    @EndpointInject("mock:certify")
    private MockEndpoint certify;

    @EndpointInject("mock:settled")
    private MockEndpoint settled;

    private SeededLedger ledger;

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        context.getPropertiesComponent().setOverrideProperties(endpoints());
        ledger = new SeededLedger(home.resolve("ledger.db"));
        var clock = Clock.systemUTC();
        var folders = new IntakeFolders(home.resolve("work"), folder("archive"), folder("quarantine"));
        var tools = new CertificateTools(CryptoProviders.choose(), clock, new SecureRandom());
        var intake = new Intake(
                ledger.batches,
                new IntakeRules(new Signatures(List.of(), clock), new GivenKeyRules(tools)),
                new DryRun(ledger.database, folders, folder("outbox"), 1),
                folders,
                1,
                clock);
        return new RoutesBuilder[] {
            new FailurePolicies(),
            new IntakeRoutes(
                    intake,
                    new Reading(intake, ledger.batches, ledger.readings),
                    new InboxStrays(folder("inbox"), System::nanoTime),
                    List.of())
        };
    }

    private Properties endpoints() {
        var properties = new Properties();
        properties.setProperty("caravan.endpoint.inbox", shippedInbox());
        properties.setProperty("caravan.endpoint.strays", "scheduler:strays?initialDelay=0&delay=50");
        properties.setProperty("caravan.endpoint.read", "direct:read-queue");
        properties.setProperty("caravan.endpoint.certify", "mock:certify");
        properties.setProperty("caravan.endpoint.settled", "mock:settled");
        return properties;
    }

    /** As it is in hub.yaml, but ten times as quick. */
    private String shippedInbox() {
        var yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("hub.yaml"));
        return Objects.requireNonNull(yaml.getObject())
                .getProperty("caravan.endpoint.inbox")
                .replace("${caravan.folders.inbox}", folder("inbox").toString())
                .replace("delay=500", "delay=50");
    }

    @AfterEach
    void closeLedger() {
        context.stop();
        ledger.close();
    }

    @Test
    void goodFileIsReadChunkByChunkAndRestsInTheArchive() throws Exception {
        settled.expectedBodiesReceived("line-7");

        drop("line-7.csv", GOOD + "nonsense\n00000000-0000-4000-8000-000000000002\n");

        settled.assertIsSatisfied(LONG.toMillis());
        assertThat(certify.getExchanges())
                .extracting(sent -> sent.getMessage().getBody(String.class))
                .containsExactly("{\"batch\":\"line-7\",\"number\":0}", "{\"batch\":\"line-7\",\"number\":2}");
        assertThat(ledger.batches.counts("line-7").rejected()).isEqualTo(1);
        awaitFiles("archive", "line-7.csv");
        awaitFiles("inbox");
    }

    @Test
    void sameFileAgainChangesNothingAndSaysSo() throws Exception {
        settled.expectedMessageCount(1);
        drop("line-7.csv", GOOD);
        settled.assertIsSatisfied(LONG.toMillis());
        awaitFiles("inbox");

        drop("line-7.csv", GOOD);

        await().atMost(LONG).until(() -> files("archive").size() == 3);
        settled.assertIsSatisfied();
        assertThat(files("archive")).anyMatch(name -> name.matches("line-7\\..*\\.again\\.csv\\.note\\.txt"));
        assertThat(ledger.batches.list(10)).hasSize(1);
    }

    @Test
    void fileThatIsNoBatchGoesToQuarantineWithItsReason() throws Exception {
        settled.expectedMessageCount(0);

        drop("line-8.csv", "name\nx\n");

        await().atMost(LONG).until(() -> files("quarantine").size() == 2);
        awaitFiles("inbox");
        var reason = files("quarantine").stream()
                .filter(name -> name.endsWith(".line-8.csv.reason.txt"))
                .findFirst()
                .orElseThrow();
        assertThat(folder("quarantine").resolve(reason))
                .content()
                .contains("line-8.csv")
                .contains("guid");
        assertThat(ledger.batches.list(10)).isEmpty();
        settled.assertIsSatisfied();
    }

    @Test
    void fileOfAnotherKindGoesToQuarantineAndTheNextOneIsStillTaken() throws Exception {
        settled.expectedBodiesReceived("line-9");

        drop("photo.jpg", "not a batch");
        drop("line-9.CSV", GOOD);

        settled.assertIsSatisfied(LONG.toMillis());
        await().atMost(LONG).until(() -> files("quarantine").size() == 2);
        awaitFiles("inbox");
    }

    @Test
    void whatIsNoFileAtAllGoesToQuarantineWithItsReasonAndIsNeverOpened() throws Exception {
        settled.expectedBodiesReceived("good");
        var inbox = folder("inbox");
        Files.createDirectories(home.resolve("made/folder.csv/inside"));
        Files.move(home.resolve("made/folder.csv"), inbox.resolve("folder.csv"));
        Files.createSymbolicLink(inbox.resolve("dangling.csv"), home.resolve("nowhere"));
        Files.createSymbolicLink(inbox.resolve("link.csv"), Files.writeString(home.resolve("secret"), GOOD));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.csv").toString())
                        .start()
                        .waitFor())
                .isZero();
        drop("good.csv", GOOD);

        settled.assertIsSatisfied(LONG.toMillis());
        awaitFiles("inbox");
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "folder.csv: this is a folder, not a file: put the files themselves into the inbox",
                        "dangling.csv: this is a link that leads nowhere: put the file itself into the inbox",
                        "link.csv: this is a link, not a file, and was not read: put the file itself into the inbox",
                        "pipe.csv: this is a pipe or a device, not a file, and was not read: put the file itself into the inbox");
        assertThat(home.resolve("secret")).hasContent(GOOD);
        assertThat(ledger.batches.list(10)).hasSize(1);
    }

    @Test
    void hostileNamesAreTakenAsTextOrRefusedAndLeadNowhereElse() throws Exception {
        settled.expectedMessageCount(3);
        drop("${sys.user.home}%2e%2e+#?.csv", GOOD);
        drop("机器 Ümlaut 'quoted'.csv", GOOD);
        drop("-rf $(reboot).csv", GOOD);
        drop("a\nb\u001b[31m.csv", GOOD);
        drop("x\\..\\..\\y.csv", GOOD);
        drop("n".repeat(251) + ".csv", GOOD);
        drop("zero.csv", "");

        settled.assertIsSatisfied(LONG.toMillis());
        awaitFiles("inbox");
        assertThat(files("archive"))
                .containsExactlyInAnyOrder(
                        "${sys.user.home}%2e%2e+#?.csv", "机器 Ümlaut 'quoted'.csv", "-rf $(reboot).csv");
        assertThat(reasons())
                .hasSize(4)
                .anyMatch(reason -> reason.startsWith("a?b?[31m.csv: the name before .csv must have"))
                .anyMatch(reason -> reason.startsWith("x\\..\\..\\y.csv: ") && reason.contains("backslash"))
                .anyMatch(reason -> reason.startsWith("nnn") && reason.contains("at most"))
                .contains("zero.csv: the file is empty");
        try (var everything = Files.list(home)) {
            assertThat(everything.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".csv"));
        }
    }

    /** 0xFF is no UTF-8; with another character set of the system it would be a letter. */
    @Test
    @EnabledIfSystemProperty(named = "sun.jnu.encoding", matches = "UTF-8")
    void nameThatIsNoTextGoesToQuarantine() throws Exception {
        var made = new ProcessBuilder("sh", "-c", "printf 'guid\\n' > \"$(printf 'bad\\377.csv')\"")
                .directory(folder("inbox").toFile())
                .start();
        assertThat(made.waitFor()).isZero();

        awaitFiles("inbox");
        assertThat(reasons()).singleElement().asString().contains("the file name must be text in UTF-8, but is not");
    }

    @Test
    void fileFromTheFutureAndOneThatGrowsKeepNoOtherOneWaiting() throws Exception {
        settled.expectedBodiesReceivedInAnyOrder("from-the-future", "line-14");
        var growing = folder("inbox").resolve("a-growing.csv");
        Files.writeString(growing, "guid\n");
        var future = Files.writeString(home.resolve("from-the-future.csv"), GOOD);
        Files.setLastModifiedTime(future, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        Files.move(future, folder("inbox").resolve("from-the-future.csv"));
        drop("line-14.csv", "guid\n00000000-0000-4000-8000-000000000004\n");

        await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
            Files.writeString(growing, "x\n", StandardOpenOption.APPEND);
            return settled.getReceivedCounter() == 2;
        });

        settled.assertIsSatisfied();
        assertThat(files("inbox")).containsExactly("a-growing.csv");
    }

    private List<String> reasons() throws IOException {
        var reasons = new ArrayList<String>();
        for (var name : files("quarantine")) {
            if (name.endsWith(".reason.txt")) {
                reasons.add(Files.readString(folder("quarantine").resolve(name)).strip());
            }
        }
        return reasons;
    }

    @Test
    void fileThatIsStillWrittenUnderItsPartNameIsLeftAlone() throws Exception {
        settled.expectedBodiesReceived("line-10");

        Files.writeString(folder("inbox").resolve("line-11.csv.part"), GOOD);
        drop("line-10.csv", "guid\n00000000-0000-4000-8000-000000000003\n");

        settled.assertIsSatisfied(LONG.toMillis());
        awaitFiles("inbox", "line-11.csv.part");
    }

    @Test
    void fileThatCannotBeCopiedStaysInTheInboxUntilItCan() throws Exception {
        settled.expectedBodiesReceived("line-12");
        Files.writeString(home.resolve("work"), "a file where a folder should be");
        var failed = new NotifyBuilder(context)
                .fromRoute("take-batch-file")
                .whenFailed(1)
                .create();

        drop("line-12.csv", GOOD);
        assertThat(failed.matches(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(files("inbox")).containsExactly("line-12.csv");
        assertThat(files("quarantine")).isEmpty();
        Files.delete(home.resolve("work"));

        settled.assertIsSatisfied(LONG.toMillis());
        awaitFiles("archive", "line-12.csv");
    }

    /** A disk that is full, or not mounted: it may take a night until somebody comes. */
    @Test
    void placeThatCannotBeWrittenIsSaidOnceForEachFileAndNothingIsReadOrPiledUpMeanwhile() throws Exception {
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        var console = (Logger) LoggerFactory.getLogger("dev.caravan.hub");
        console.setLevel(Level.INFO);
        console.addAppender(said);
        for (var place : List.of("archive", "quarantine")) {
            Files.delete(folder(place));
            Files.writeString(home.resolve(place), "a file where a folder should be");
        }
        Files.createDirectories(folder("inbox").resolve("folder.csv"));
        drop("line-15.csv", GOOD);
        drop("no-batch.csv", "name\nx\n");

        assertThat(new NotifyBuilder(context)
                        .fromRoute("take-batch-file")
                        .whenFailed(3)
                        .create()
                        .matches(LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(new NotifyBuilder(context)
                        .fromRoute("clear-strays")
                        .whenDone(3)
                        .create()
                        .matches(LONG.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(said(said, "line-15.csv: nothing was changed")).hasSizeLessThanOrEqualTo(1);
        assertThat(said(said, "rows taken from line-15.csv")).hasSize(1);
        assertThat(said(said, "line-15.csv stays in the inbox and is tried again: "))
                .hasSize(1);
        assertThat(said(said, "no-batch.csv")).hasSize(1);
        assertThat(said(said, "folder.csv: this is a folder"))
                .singleElement()
                .asString()
                .contains("; it stays in the inbox, because it cannot be moved out of the way: cannot create folder")
                .contains("quarantine");

        Files.delete(home.resolve("archive"));
        Files.delete(home.resolve("quarantine"));
        awaitFiles("inbox");
        assertThat(reasons()).hasSize(2);
        console.detachAppender(said);
    }

    /** A copy over a slow line stands still for a second; whoever makes it goes on writing to the file that was moved. */
    @Test
    void rowsThatAreWrittenAfterTheFileWasTakenAreNotLost() throws Exception {
        settled.expectedBodiesReceived("line-16", "line-16~2");
        try (var copy = Files.newOutputStream(folder("inbox").resolve("line-16.csv"))) {
            copy.write(GOOD.getBytes(StandardCharsets.UTF_8));
            awaitFiles("archive", "line-16.csv");
            copy.write("00000000-0000-4000-8000-000000000002\n".getBytes(StandardCharsets.UTF_8));
        }

        settled.assertIsSatisfied(LONG.toMillis());
        assertThat(ledger.batches.counts("line-16").inProgress()).isEqualTo(1);
        assertThat(ledger.batches.counts("line-16~2").inProgress()).isEqualTo(1);
        assertThat(ledger.batches.counts("line-16~2").duplicate()).isEqualTo(1);
        awaitFiles("archive", "line-16~2.csv");
        awaitFiles("inbox");
    }

    private static List<String> said(ListAppender<ILoggingEvent> log, String words) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains(words))
                .toList();
    }

    @Test
    void readingThatTheBrokerCutsOffIsRepeatedWithoutAcceptingARowTwice() throws Exception {
        certify.whenExchangeReceived(1, sent -> {
            throw new IllegalStateException("the broker is away");
        });
        settled.expectedBodiesReceived("line-13");

        drop("line-13.csv", GOOD);

        settled.assertIsSatisfied(LONG.toMillis());
        assertThat(ledger.batches.counts("line-13").inProgress()).isEqualTo(1);
        assertThat(ledger.batches.counts("line-13").duplicate()).isZero();
        assertThat(ledger.batches.find("line-13").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
    }

    @Test
    void batchThatNobodyKnowsIsLeftToTheSweeperWithoutSettlement() throws Exception {
        settled.expectedMessageCount(0);

        template.sendBody("direct:read-queue", "unknown");

        settled.assertIsSatisfied();
    }

    private void drop(String name, String content) throws IOException {
        var part = home.resolve("dropped.part");
        Files.writeString(part, content);
        Files.move(part, folder("inbox").resolve(name));
    }

    private void awaitFiles(String folder, String... names) {
        await().atMost(LONG).untilAsserted(() -> assertThat(files(folder)).containsExactly(names));
    }

    private List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(home.resolve(name));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
