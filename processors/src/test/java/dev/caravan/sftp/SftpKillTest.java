package dev.caravan.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.caravan.sftp.SftpNews.Kind;

import static dev.caravan.sftp.Plant.GOOD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The hub ends between two steps, and another process goes on with what it left. */
@Tag("full")
class SftpKillTest {

    private static final String BAD = "serial\n1\n";

    @TempDir
    private Path home;

    private Plant plant;

    @BeforeEach
    void open() throws Exception {
        plant = new Plant(home);
    }

    @AfterEach
    void close() throws Exception {
        plant.close();
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Each request that changes something on the server is once the last thing that this hub has done, and once not done. */
    @ParameterizedTest
    @EnumSource(SftpSettings.WhenTaken.class)
    void hubThatIsKilledAtAnyRequestToTheServerLosesNothingAndDoublesNothing(SftpSettings.WhenTaken whenTaken)
            throws Exception {
        var settings = plant.settings();
        settings.whenTaken = whenTaken;
        int request = 0;
        boolean cut = true;
        while (cut) {
            request++;
            var name = "line-" + request + ".csv";
            plant.server.drop(name, GOOD);
            plant.server.drop(name + ".sig", "not asked for");
            plant.server.drop("bad-" + name, BAD);
            plant.startHub(settings.build());
            plant.server.cutIn(request);
            plant.lookTwice();
            plant.ledger.batches().halfRead().forEach(batch -> plant.intake.read(batch.id(), chunk -> {}));
            cut = plant.server.isCut();

            plant.server.mend();
            plant.restartHub();
            plant.lookTwice();
            plant.lookTwice();

            everythingHappenedOnce(name, whenTaken);
            assertThat(plant.ledger.batches().list(100)).hasSize(request);
        }
        assertThat(request).isGreaterThan(20);
    }

    private void everythingHappenedOnce(String name, SftpSettings.WhenTaken whenTaken) throws IOException {
        assertThat(of(name, plant.server.files("archive")))
                .containsExactly(
                        whenTaken == SftpSettings.WhenTaken.DELETE
                                ? new String[0]
                                : new String[] {name, name + ".note.txt", name + ".sig"});
        assertThat(of("bad-" + name, plant.server.files("quarantine")))
                .containsExactly("bad-" + name, "bad-" + name + ".reason.txt");
        assertThat(plant.server.dropped()).isEmpty();
        assertThat(of(name, plant.files("archive"))).containsExactly(name, name + ".sig");
        assertThat(of("bad-" + name, plant.files("quarantine"))).hasSize(2);
        assertThat(plant.messages(Kind.TAKEN)).noneMatch(message -> message.contains("nothing was changed"));
        assertThat(plant.messages(Kind.STUCK)).isEmpty();
        assertThat(plant.leftOvers()).isEmpty();
    }

    private static List<String> of(String name, List<String> files) {
        return files.stream().filter(file -> file.contains(name)).toList();
    }

    /** The listener is told after the intake and before the verdict is kept. */
    @Test
    void hubThatIsKilledWhenTheBatchIsInTheLedgerAndReadSaysNothingOfARepetition() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        plant.look();
        plant.pass(Duration.ofSeconds(10));
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> plant.hub().look(taken -> {
            plant.intake.read(taken.batch(), chunk -> {});
            throw new Killed();
        }));

        plant.restartHub();
        plant.lookTwice();

        assertThat(plant.messages(Kind.TAKEN)).containsExactly("batch 'line-7': 1 rows taken from line-7.csv");
        assertThat(plant.files("archive")).containsExactly("line-7.csv");
        assertThat(plant.server.files("archive")).containsExactly("line-7.csv", "line-7.csv.note.txt");
        assertThat(plant.ledger.batches().counts("line-7").inProgress()).isEqualTo(1);
        assertThat(plant.leftOvers()).isEmpty();
    }

    /** What was known before the hub began is still said to be known. */
    @Test
    void realRepetitionIsSaidToBeOneAlsoAfterAKill() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();
        plant.intake.read("line-7", chunk -> {});
        plant.server.drop("line-7.csv", GOOD);
        plant.look();
        plant.pass(Duration.ofSeconds(10));
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> plant.hub().look(taken -> {
            throw new Killed();
        }));

        plant.restartHub();
        plant.lookTwice();

        assertThat(plant.server.text("archive/2.line-7.csv.note.txt")).contains("nothing was changed");
    }

    /** A file where the folder should be ends the hub between the verdict and the copy's way to it. */
    @Test
    void hubThatIsKilledBetweenVerdictAndArchiveArchivesWhatItHasTaken() throws Exception {
        Files.writeString(home.resolve("archive"), "");
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();
        assertThat(plant.messages(Kind.STUCK)).hasSize(1);
        plant.intake.read("line-7", chunk -> {});
        Files.delete(home.resolve("archive"));
        plant.news.clear();

        plant.restartHub();
        plant.lookTwice();

        assertThat(plant.news).isEmpty();
        assertThat(plant.files("archive")).containsExactly("line-7.csv");
        assertThat(plant.server.files("archive")).containsExactly("line-7.csv", "line-7.csv.note.txt");
        assertThat(plant.leftOvers()).isEmpty();
    }

    /** Killed when the file was put away and the tray was not cleared; then another file of the same name came. */
    @Test
    void verdictOfAFileThatIsPutAwayNeverCountsForTheNextOneOfItsName() throws Exception {
        Files.writeString(home.resolve("archive"), "");
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();
        Files.delete(home.resolve("archive"));
        Files.move(plant.server.folder("boards/taking/line-7.csv"), plant.server.folder("boards/archive/line-7.csv"));

        plant.server.drop("line-7.csv", GOOD + "00000000-0000-4000-8000-000000000002\n");
        plant.restartHub();
        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv", "line-7~2.csv");
        assertThat(plant.folder("archive/line-7.csv")).hasContent(GOOD);
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void fileThatWasChangedAfterItWasTakenIsTakenAgainAsItIsNow() throws Exception {
        Files.writeString(home.resolve("archive"), "");
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();
        Files.delete(home.resolve("archive"));
        Files.writeString(
                plant.server.folder("boards/taking/line-7.csv"), GOOD + "00000000-0000-4000-8000-000000000002\n");

        plant.lookTwice();

        assertThat(plant.ledger.batches().find("line-7~2").orElseThrow().rows()).isEqualTo(2);
        assertThat(plant.files("archive")).contains("line-7~2.csv");
    }
}
