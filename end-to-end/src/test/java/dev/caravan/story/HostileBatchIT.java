package dev.caravan.story;

import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.Identities;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

class HostileBatchIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static Scene scene;
    private static Hub hub;

    @BeforeAll
    static void start() throws Exception {
        scene = Scene.open(HostileBatchIT.class);
        hub = scene.startHub(scene.prepareHub("hub"));
    }

    @AfterAll
    static void stop() {
        hub.close();
        scene.close();
    }

    @Test
    void fileWithoutGuidColumnIsQuarantinedWithTheReason() throws Exception {
        hub.folder().drop("pallets.csv", "serial,consignee\n12345,Northgate Presses\n");

        var reason = awaitName("pallets.csv.reason.txt");

        assertThat(Files.readString(hub.folder().quarantine().resolve(reason)))
                .contains("line 1")
                .contains("no column 'guid'")
                .contains("serial");
        assertThat(hub.api().batch("pallets").status()).isEqualTo(404);
    }

    @Test
    void fileOfAnotherKindIsQuarantinedWithTheReason() throws Exception {
        hub.folder().drop("boards.xlsx", "PK\u0003\u0004 no text at all");

        var reason = awaitName("boards.xlsx.reason.txt");

        assertThat(Files.readString(hub.folder().quarantine().resolve(reason))).contains(".csv");
    }

    private static String awaitName(String suffix) {
        return Eventually.find(
                "a file ..." + suffix, LIMIT, () -> HubFolder.names(hub.folder().quarantine()).stream()
                        .filter(name -> name.endsWith(suffix))
                        .findFirst());
    }

    @Test
    void sameFileAgainChangesNothing() throws Exception {
        var sheet = Sheets.random(5, 21);
        hub.folder().drop("twice.csv", sheet.text());
        Outcome.mustBeEnrolled(hub, "twice", sheet, LIMIT);
        var report = Files.getLastModifiedTime(hub.folder().outbox("twice").resolve("report.csv"));
        var calls = scene.azure().control().requests("bulkEnrollments").size();

        hub.folder().drop("twice.csv", sheet.text());

        var note =
                Eventually.find("a note in the archive", LIMIT, () -> HubFolder.names(
                                hub.folder().archive())
                        .stream()
                        .filter(name -> name.startsWith("twice.") && name.endsWith(".note.txt"))
                        .findFirst());
        assertThat(Files.readString(hub.folder().archive().resolve(note))).contains("nothing was changed");
        assertThat(hub.api().batch("twice~2").status()).isEqualTo(404);
        assertThat(Files.getLastModifiedTime(hub.folder().outbox("twice").resolve("report.csv")))
                .isEqualTo(report);
        assertThat(scene.azure().control().requests("bulkEnrollments")).hasSize(calls);
    }

    @Test
    void correctedFileBecomesABatchOfItsOwnInWhichKnownRowsAreDuplicates() {
        var known = Sheets.random(3, 31);
        hub.folder().drop("line-7.csv", known.text());
        Outcome.mustBeEnrolled(hub, "line-7", known, LIMIT);
        var added = Sheets.random(1, 32).good().iterator().next();

        hub.folder().drop("line-7.csv", known.text() + added + ",Northgate Presses\n");

        assertThat(hub.awaitEnd("line-7~2", LIMIT, () -> {})).isTrue();
        assertThat(Report.read(hub.folder().outbox("line-7~2")).lines())
                .extracting(Report.Line::outcome)
                .containsExactly("duplicate", "duplicate", "duplicate", "enrolled");
        assertThat(Identities.in(hub.folder().outbox("line-7~2")).files()).containsOnlyKeys(added);
        assertThat(Identities.in(hub.folder().outbox("line-7")).files()).hasSize(3);
    }
}
