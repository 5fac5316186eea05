package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.Outcome;
import dev.caravan.story.Patient;
import dev.caravan.story.Postgres;
import dev.caravan.story.QuickHub;
import dev.caravan.story.Scene;
import dev.caravan.story.Sheets;
import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Two hubs with one ledger in PostgreSQL and the same folders, but for their data. */
@Tag("full")
class TwoHubsIT {

    private static final int ROWS = 400;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String REFUSED = "left to whoever has it now";

    /** All times of the ledger are its database's, so that a pause of five minutes need not take five minutes. */
    private static final String CLOCK_AHEAD = """
            CREATE OR REPLACE FUNCTION unixepoch(text) RETURNS numeric LANGUAGE sql VOLATILE
            AS 'SELECT extract(epoch FROM clock_timestamp() + interval ''%d seconds'')'""";

    /** What the database does by itself after a minute with whoever stands still in the middle of a transaction. */
    private static final String CUT_OFF = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE state = 'idle in transaction' AND state_change < clock_timestamp() - interval '1 second'""";

    private static final int LONGER_THAN_A_LEASE = 301;

    private static Scene scene;
    private static Postgres postgres;
    private static QuickHub quickHub;
    private static HubFolder folder;
    private static HubFolder secondFolder;
    private static Trap trap;
    private static int secondsAhead;
    private static int starts;

    @BeforeAll
    static void open() throws IOException {
        scene = Scene.open(TwoHubsIT.class);
        postgres = Postgres.start(scene.folder());
        quickHub = QuickHub.of(scene.project());
        folder = scene.prepareHub("first");
        trap = Trap.in(scene.folder().resolve("trap"));
        assertThat(quickHub.command(folder, scene.logs(), "ca", "init").awaitExit(LIMIT))
                .isZero();
        secondFolder = besideTheFirst(scene);
    }

    @AfterAll
    static void close() {
        postgres.close();
        scene.close();
    }

    @BeforeEach
    void forget() {
        scene.azure().control().reset();
    }

    @Test
    void hubThatWasPausedForLongerThanItsLeaseIsRefusedWhenItWakesAndNothingIsDoubled() throws Exception {
        var sheet = Sheets.random(ROWS, 20);
        var slow = scene.azure().control().addFault("""
                {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 1000}}""");
        try (var first = start(folder, List.of());
                var second = startSecond()) {
            mustShareTheQuota(first, second);
            folder.drop("enrolled.csv", sheet.text());
            Eventually.holds("work of both hubs", LIMIT, () -> claims(first) > 0 && claims(second) > 0);
            pauseAtWork(first);
            scene.azure().control().removeFault(slow);

            leaseOver();
            Outcome.mustBeWhole(scene, first, "enrolled", sheet, LIMIT);

            mustBeRefusedWhenItWakes(first, second, "enrolled", sheet);
        }
    }

    @Test
    void hubThatWasPausedInTheMiddleOfAHandOverIsRefusedWhenItWakesAndNothingIsDoubled() throws Exception {
        var sheet = Sheets.random(ROWS, 21);
        folder.drop("handed-over.csv", sheet.text());
        try (var first = startAndAwaitPause(Moment.after("durable.DurableFiles#moveUnsynced", 30));
                var second = startSecond()) {
            leaseOver();
            Outcome.mustBeWhole(scene, first, "handed-over", sheet, LIMIT);

            mustBeRefusedWhenItWakes(first, second, "handed-over", sheet);
        }
    }

    @Test
    void hubThatWasPausedBeforeItSaidThatTheReportIsWrittenCompletesNothingTwice() throws Exception {
        var sheet = Sheets.random(ROWS, 22);
        folder.drop("settled.csv", sheet.text());
        try (var first = startAndAwaitPause(Moment.before("ledger.Batches#completed", 1));
                var second = startSecond()) {
            Eventually.holds("the end of the batch", LIMIT, () -> isComplete(second, "settled"));
            Outcome.mustBeWhole(scene, first, "settled", sheet, LIMIT);

            var before = Evidence.of("settled", sheet);
            first.program().resume();
            second.program().close();
            worksAlone(first, "settled");
            mustBeAsBefore(before, Evidence.of("settled", sheet));
        }
    }

    /** The setting of both is 600,000. */
    private static void mustShareTheQuota(Hub first, Hub second) {
        for (var hub : List.of(first, second)) {
            Eventually.holds("half of the quota for each hub", LIMIT, () -> hub.program()
                    .stdout()
                    .contains("2 hubs share the quota of DPS: this one makes at most 300000 calls a minute"));
        }
    }

    private static void mustBeRefusedWhenItWakes(Hub first, Hub second, String batch, BatchSheet sheet)
            throws IOException {
        Eventually.holds("the end of the batch", LIMIT, () -> isComplete(second, batch));
        var before = Evidence.of(batch, sheet);
        assertThat(first.program().stdout()).doesNotContain(REFUSED);
        first.program().resume();
        Eventually.holds("refusal of what the paused hub writes", LIMIT, () -> first.program()
                .stdout()
                .contains(REFUSED));
        second.program().close();
        worksAlone(first, batch);
        mustBeAsBefore(before, Evidence.of(batch, sheet));
    }

    private static void mustBeAsBefore(Evidence before, Evidence after) {
        assertThat(after.files()).containsExactlyInAnyOrderEntriesOf(before.files());
        assertThat(after).isEqualTo(before);
        assertThat(before.ends()).as("told once").isEqualTo("batch.completed");
    }

    /** For the database and for whoever asks it. */
    private static void leaseOver() {
        Works.pass(Duration.ofSeconds(2));
        postgres.ask(CUT_OFF);
        secondsAhead += LONGER_THAN_A_LEASE;
        postgres.ask(CLOCK_AHEAD.formatted(secondsAhead));
    }

    private static Hub startAndAwaitPause(Moment moment) {
        var hub = start(folder, trap.pause(moment));
        hub.program().awaitPause(LIMIT);
        return hub;
    }

    private static Hub startSecond() {
        return start(secondFolder, List.of(), sharedFolders());
    }

    private static Hub start(HubFolder folder, List<String> jvm, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(Patient.SETTINGS));
        settings.add("--caravan.chunk-rows=20");
        settings.add("--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000");
        var logs = scene.logs().resolve("start-" + ++starts);
        return quickHub.start(folder, logs, jvm, postgres.settings(settings.toArray(String[]::new)));
    }

    /** The same certificate authority, as the handbook says. */
    private static HubFolder besideTheFirst(Scene scene) throws IOException {
        var first = scene.folder().resolve("first");
        var second = scene.prepareHub("second");
        Files.createDirectories(second.data());
        for (var file : List.of("secrets/ca-password", "data/ca")) {
            copy(first.resolve(file), second.root().resolve(file));
        }
        return second;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static String[] sharedFolders() {
        return Stream.of("inbox", "outbox", "archive", "quarantine", "work")
                .map(name -> "--caravan.folders." + name + "=" + folder.root().resolve(name))
                .toArray(String[]::new);
    }

    /** Chunks that the hub has claimed for enrollment. */
    private static int claims(Hub hub) {
        try {
            var id = Files.readString(hub.folder().data().resolve("hub-id")).strip();
            return Integer.parseInt(
                    postgres.ask("SELECT count(*) FROM chunk WHERE stage = 'ENROLL' AND owner LIKE '" + id + "/%'"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whoever stands still gives back no claim. */
    private static void pauseAtWork(Hub hub) {
        Eventually.holds("a pause in the middle of a chunk", LIMIT, () -> {
            hub.program().pause();
            var atWork = claims(hub) > 0;
            if (!atWork) {
                hub.program().resume();
            }
            return atWork;
        });
    }

    private static boolean isComplete(Hub hub, String batch) {
        return hub.api().batch(batch).json().path("state").asText().equals("COMPLETE");
    }

    /** The calls of the late chunk were queued before those of this batch, and so was the end of the late batch. */
    private static void worksAlone(Hub hub, String after) {
        var batch = "alone-after-" + after;
        var sheet = Sheets.random(100, batch.hashCode());
        hub.folder().drop(batch + ".csv", sheet.text());
        Outcome.mustBeEnrolled(hub, batch, sheet, LIMIT);
    }

    /** All that is known of a batch: in the ledger, in DPS and on the disk. */
    private record Evidence(String ledger, String ends, Map<String, JsonNode> enrollments, Map<Path, Integer> files) {

        static Evidence of(String batch, BatchSheet sheet) throws IOException {
            var ledger = Stream.of("batch WHERE id", "chunk WHERE batch_id", "board WHERE batch_id")
                    .map(rows -> postgres.ask("SELECT found::text FROM (SELECT * FROM " + rows + " = '" + batch
                            + "') AS found ORDER BY 1"))
                    .collect(Collectors.joining("\n"));
            var ends = postgres.ask("SELECT type FROM event WHERE subject = '" + batch + "' ORDER BY id");
            var enrollments = new TreeMap<>(
                    Enrollments.of(scene.azure().control().state()).byGuid());
            enrollments.keySet().retainAll(sheet.good());
            var files = new TreeMap<Path, Integer>();
            for (var place :
                    List.of(folder.outbox(batch), folder.root().resolve("work").resolve(batch))) {
                for (var name : HubFolder.names(place)) {
                    files.put(
                            place.resolve(name),
                            Files.readString(place.resolve(name)).hashCode());
                }
            }
            return new Evidence(ledger, ends, enrollments, files);
        }
    }
}
