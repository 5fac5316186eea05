package dev.caravan.hub.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Properties;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.batch.BatchCompleter;
import dev.caravan.custody.ClearIdentities;
import dev.caravan.hub.SeededLedger;
import dev.caravan.hub.failure.FailurePolicies;
import dev.caravan.ledger.Batch;

import static org.assertj.core.api.Assertions.assertThat;

class SettleRoutesTest extends CamelTestSupport {

    private static final String GUID = "00000000-0000-4000-8000-00000000000b";

    @TempDir
    private Path home;

    private SeededLedger ledger;

    @Override
    protected RoutesBuilder[] createRouteBuilders() throws IOException {
        Files.createDirectories(home.resolve("work"));
        Files.createDirectories(home.resolve("outbox"));
        ledger = new SeededLedger(home.resolve("ledger.db"));
        var completer = new BatchCompleter(
                ledger.batches,
                new ClearIdentities(home.resolve("work"), home.resolve("outbox")),
                home.resolve("outbox"),
                Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC));
        return new RoutesBuilder[] {new FailurePolicies(), new SettleRoutes(completer)};
    }

    @Override
    public void configureContext(CamelContextConfiguration configuration) {
        super.configureContext(configuration);
        var properties = new Properties();
        properties.setProperty("caravan.endpoint.settled", "direct:settled-queue");
        configuration.withUseOverridePropertiesWithPropertiesComponent(properties);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void batchAtItsEndGetsReportAndSummary() {
        ledger.atItsEnd("line-7", GUID);

        template.sendBody("direct:settled-queue", "line-7");

        assertThat(outbox("line-7/report.csv")).content().contains("2," + GUID + ",enrolled,");
        assertThat(outbox("line-7/summary.json")).content().contains("2026-11-23T10:00:00Z", "\"enrolled\" : 1");
        assertThat(ledger.batches.find("line-7").orElseThrow().state()).isEqualTo(Batch.State.COMPLETE);
    }

    @Test
    void batchWithARowInProgressGetsNothing() {
        ledger.certified("line-7", GUID);

        template.sendBody("direct:settled-queue", "line-7");

        assertThat(outbox("line-7")).doesNotExist();
        assertThat(ledger.batches.find("line-7").orElseThrow().state()).isEqualTo(Batch.State.WORKING);
    }

    @Test
    void stoppedBatchGetsItsAlarmAndNoSummary() {
        ledger.certified("line-7", GUID);
        ledger.batches.stop("line-7", "DPS stored 'enabled'");

        template.sendBody("direct:settled-queue", "line-7");

        assertThat(outbox("line-7/ALARM.txt")).content().contains("line-7", "DPS stored 'enabled'");
        assertThat(outbox("line-7/summary.json")).doesNotExist();
        assertThat(ledger.batches.find("line-7").orElseThrow().state()).isEqualTo(Batch.State.STOPPED);
    }

    @Test
    void secondMessageForACompleteBatchChangesNothing() throws IOException {
        ledger.atItsEnd("line-7", GUID);
        template.sendBody("direct:settled-queue", "line-7");
        Files.delete(outbox("line-7/summary.json"));

        template.sendBody("direct:settled-queue", "line-7");

        assertThat(outbox("line-7/summary.json")).doesNotExist();
        assertThat(ledger.batches.find("line-7").orElseThrow().revision()).isEqualTo(1);
    }

    @Test
    void reportThatCannotBeWrittenLeavesTheBatchToTheSweeper() throws IOException {
        ledger.atItsEnd("line-7", GUID);
        Files.writeString(outbox("line-7"), "a file where a folder should be");

        template.sendBody("direct:settled-queue", "line-7");
        assertThat(ledger.batches.atTheirEnd()).extracting(Batch::id).containsExactly("line-7");
        Files.delete(outbox("line-7"));
        template.sendBody("direct:settled-queue", "line-7");

        assertThat(outbox("line-7/summary.json")).exists();
    }

    @Test
    void unknownBatchIsDroppedWithoutAFolder() {
        template.sendBody("direct:settled-queue", "never-heard-of");

        assertThat(outbox("never-heard-of")).doesNotExist();
    }

    private Path outbox(String name) {
        return home.resolve("outbox").resolve(name);
    }
}
