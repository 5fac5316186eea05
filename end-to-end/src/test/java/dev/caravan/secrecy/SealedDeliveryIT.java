package dev.caravan.secrecy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** The hub in production: what it hands over only the station can open, and no board's key is left anywhere in it. */
@Tag("full")
class SealedDeliveryIT {

    private static final int ROWS = 60;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.open(SealedDeliveryIT.class);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void onlyTheStationCanOpenWhatIsDeliveredAndNoKeyIsLeftInFileQueueLogOrMemory() throws Exception {
        var station = FlashingStation.in(scene.folder().resolve("station"));
        var folder = scene.prepareHub("sealed");
        var sheet = Sheets.random(ROWS, 6);
        try (var hub = scene.startHub(folder, settings(station))) {
            folder.drop("sealed.csv", sheet.text());
            Outcome.mustBeEnrolled(hub, "sealed", sheet, LIMIT);

            station.runBlockWith(
                    "/identities", Map.of("HUB", hub.api().base(), "API_KEY", folder.apiKey(), "BATCH", "sealed"));
            assertThat(entries(station.folder().resolve("sealed.zip"))).isEqualTo(ROWS);

            var needles = needles(station, folder.outbox("sealed"), sheet);
            assertThat(needles.in(station.folder()))
                    .as("keys that the station has")
                    .isNotEmpty();
            assertThat(needles.in(folder.root()))
                    .as("keys in the hub's folders")
                    .isEmpty();
            assertThat(needles.in(scene.logs())).as("keys in its logs").isEmpty();
            var own = dump(ProcessHandle.current().pid(), scene.folder().resolve("own.hprof"));
            assertThat(needles.in(own)).as("keys in the memory of this test").hasSizeGreaterThan(ROWS);
            Files.delete(own);
            var heap = dump(hub.program().pid(), scene.folder().resolve("heap.hprof"));
            assertThat(needles.in(heap)).as("keys in its memory").isEmpty();
            Files.delete(heap);
        }
    }

    @Test
    void withoutAStationTheBatchWaitsAndNamesTheSettingAndGoesOnWhenItIsFilled() throws Exception {
        var station = FlashingStation.in(scene.folder().resolve("later"));
        var folder = scene.prepareHub("waiting");
        var sheet = Sheets.random(3, 7);
        folder.drop("waiting.csv", sheet.text());
        try (var hub = scene.startHub(folder, "--spring.profiles.active=production")) {
            Eventually.holds(
                    "the reason in the batch status",
                    LIMIT,
                    () -> hub.api().batch("waiting").text().contains("caravan.custody.station-certificates is empty"));
            assertThat(folder.outbox("waiting")).doesNotExist();
        }
        try (var hub = scene.startHub(folder, settings(station))) {
            Outcome.mustBeEnrolled(hub, "waiting", sheet, LIMIT);
        }
    }

    private static String[] settings(FlashingStation station) {
        return Stream.of(Patient.SETTINGS, station.settings(), new String[] {
                    "--caravan.chunk-rows=20", "--caravan.dps.deferral=1s"
                })
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    private static Needles needles(FlashingStation station, Path outbox, BatchSheet sheet) throws Exception {
        var sealed = Identities.in(outbox);
        var needles = new Needles();
        for (var guid : sheet.good()) {
            needles.add(guid, station.open(guid, sealed.file(guid)));
        }
        return needles;
    }

    private static int entries(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.size();
        }
    }

    /** What is alive in a Java machine's memory, after a collection of the rest. */
    private static Path dump(long pid, Path file) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var command = List.of(jcmd.toString(), "" + pid, "GC.heap_dump", file.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return file;
    }
}
