package dev.caravan.story;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Two hubs with one ledger in PostgreSQL and the same folders, but for their data. */
@Tag("full")
class TwoHubsIT {

    private static final int ROWS = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String REFUSED = "left to whoever has it now";

    /** All times of the ledger are its database's, so that a pause of five minutes need not take five minutes. */
    private static final String CLOCK_AHEAD = """
            CREATE OR REPLACE FUNCTION unixepoch(text) RETURNS numeric LANGUAGE sql VOLATILE
            AS 'SELECT extract(epoch FROM clock_timestamp() + interval ''301 seconds'')'""";

    @Test
    void hubThatWasPausedForLongerThanItsLeaseIsRefusedWhenItWakesAndNothingIsDoubled() throws Exception {
        var sheet = Sheets.random(ROWS, 20);
        try (var scene = Scene.open(TwoHubsIT.class);
                var postgres = Postgres.start(scene.folder());
                var first = start(scene, postgres, scene.prepareHub("first"));
                var second = start(scene, postgres, besideTheFirst(scene), sharedFolders(first.folder()))) {
            var slow = scene.azure().control().addFault("""
                    {"operation": "bulkEnrollments", "action": {"type": "delay", "millis": 1000}}""");
            first.folder().drop("shared.csv", sheet.text());
            Eventually.holds(
                    "work of both hubs", LIMIT, () -> claims(postgres, first) > 0 && claims(postgres, second) > 0);
            pauseAtWork(first, postgres);
            scene.azure().control().removeFault(slow);

            postgres.ask(CLOCK_AHEAD);
            Outcome.mustBeWhole(scene, first, "shared", sheet, LIMIT);

            var before = Evidence.of("shared", sheet, scene, postgres, first.folder());
            assertThat(first.program().stdout()).doesNotContain(REFUSED);
            first.program().resume();
            Eventually.holds("refusal of what the paused hub writes", LIMIT, () -> first.program()
                    .stdout()
                    .contains(REFUSED));
            second.program().close();
            worksAlone(first);
            var after = Evidence.of("shared", sheet, scene, postgres, first.folder());
            assertThat(after.files()).containsExactlyInAnyOrderEntriesOf(before.files());
            assertThat(after).isEqualTo(before);
        }
    }

    private static Hub start(Scene scene, Postgres postgres, HubFolder folder, String... more) {
        var settings = new ArrayList<>(List.of(more));
        settings.addAll(List.of(Patient.SETTINGS));
        settings.add("--caravan.chunk-rows=20");
        settings.add("--caravan.endpoint.sweep=scheduler:sweep?initialDelay=500&delay=1000");
        return Hub.start(
                scene.project(),
                folder,
                folder.root().resolve("logs"),
                postgres.settings(settings.toArray(String[]::new)));
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

    private static String[] sharedFolders(HubFolder first) {
        return Stream.of("inbox", "outbox", "archive", "quarantine", "work")
                .map(name -> "--caravan.folders." + name + "=" + first.root().resolve(name))
                .toArray(String[]::new);
    }

    /** Chunks that the hub has claimed for enrollment. */
    private static int claims(Postgres postgres, Hub hub) {
        try {
            var id = Files.readString(hub.folder().data().resolve("hub-id")).strip();
            return Integer.parseInt(
                    postgres.ask("SELECT count(*) FROM chunk WHERE stage = 'ENROLL' AND owner LIKE '" + id + "/%'"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whoever stands still gives back no claim. */
    private static void pauseAtWork(Hub hub, Postgres postgres) {
        Eventually.holds("a pause in the middle of a chunk", LIMIT, () -> {
            hub.program().pause();
            var atWork = claims(postgres, hub) > 0;
            if (!atWork) {
                hub.program().resume();
            }
            return atWork;
        });
    }

    /** The calls of the late chunk were queued before those of this batch. */
    private static void worksAlone(Hub hub) {
        var sheet = Sheets.random(100, 21);
        hub.folder().drop("alone.csv", sheet.text());
        Outcome.mustBeEnrolled(hub, "alone", sheet, LIMIT);
    }

    /** All that is known of a batch: in the ledger, in DPS and on the disk. */
    private record Evidence(String ledger, Map<String, JsonNode> enrollments, Map<Path, Integer> files) {

        static Evidence of(String batch, BatchSheet sheet, Scene scene, Postgres postgres, HubFolder folder)
                throws IOException {
            var ledger = Stream.of("batch WHERE id", "chunk WHERE batch_id", "board WHERE batch_id")
                    .map(rows -> postgres.ask("SELECT found::text FROM (SELECT * FROM " + rows + " = '" + batch
                            + "') AS found ORDER BY 1"))
                    .collect(Collectors.joining("\n"));
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
            return new Evidence(ledger, enrollments, files);
        }
    }
}
