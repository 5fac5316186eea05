package dev.caravan.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.sftp.SftpNews.Kind;

import static dev.caravan.sftp.Plant.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

class SftpSourceTest {

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

    @Test
    void droppedFileIsTakenAndPutAwayOnBothSides() throws Exception {
        plant.server.drop("line-7.csv", GOOD);

        plant.lookTwice();

        assertThat(plant.news)
                .containsExactly(new SftpNews(
                        Kind.TAKEN, "line-7.csv", "batch 'line-7': 1 rows taken from line-7.csv", "line-7"));
        assertThat(plant.files("archive")).containsExactly("line-7.csv");
        assertThat(plant.folder("archive/line-7.csv")).hasContent(GOOD);
        assertThat(plant.server.dropped()).isEmpty();
        assertThat(plant.server.files("archive")).containsExactly("line-7.csv", "line-7.csv.note.txt");
        assertThat(plant.server.text("archive/line-7.csv.note.txt"))
                .isEqualTo("batch 'line-7': 1 rows taken from line-7.csv");
        plant.intake.read("line-7", chunk -> {});
        assertThat(plant.ledger.batches().counts("line-7").inProgress()).isEqualTo(1);
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void fileThatStillGrowsOnTheServerIsLeftUntilItIsQuiet() throws Exception {
        var file = plant.server.drop("line-7.csv", GOOD);
        plant.look();
        for (int row = 2; row < 5; row++) {
            Files.writeString(file, "00000000-0000-4000-8000-00000000000" + row + "\n", StandardOpenOption.APPEND);
            plant.look();
        }
        assertThat(plant.news).isEmpty();
        assertThat(plant.server.dropped()).containsExactly("line-7.csv");

        plant.look();

        assertThat(plant.ledger.batches().find("line-7").orElseThrow().rows()).isEqualTo(4);
    }

    @Test
    void fileThatGrowsAfterItWasClaimedIsTakenWhenItIsQuietAgain() throws Exception {
        Files.createDirectories(plant.server.folder("boards/taking"));
        var file = plant.server.drop("taking/line-7.csv", GOOD);
        plant.look();
        Files.writeString(file, "00000000-0000-4000-8000-000000000002\n", StandardOpenOption.APPEND);
        plant.look();
        assertThat(plant.news).isEmpty();

        plant.look();

        assertThat(plant.ledger.batches().find("line-7").orElseThrow().rows()).isEqualTo(2);
    }

    @Test
    void emptyFileIsWaitedForTenSecondsAndThenRefused() throws Exception {
        Files.setLastModifiedTime(plant.server.drop("line-7.csv", ""), FileTime.from(Plant.NOW.minusSeconds(60)));
        plant.look();
        plant.pass(Duration.ofSeconds(-1));
        plant.look();
        assertThat(plant.news).isEmpty();

        plant.look();

        assertThat(plant.messages(Kind.QUARANTINED)).containsExactly("line-7.csv: the file is empty");
    }

    @Test
    void namesOfFilesThatAreNotCompleteAreLeftAlone() throws Exception {
        plant.server.drop("line-7.csv.part", GOOD);
        plant.server.drop(".line-8.csv", GOOD);

        plant.lookTwice();

        assertThat(plant.news).isEmpty();
        assertThat(plant.server.dropped()).containsExactly(".line-8.csv", "line-7.csv.part");
    }

    @Test
    void fileThatIsNoBatchIsQuarantinedOnBothSidesWithTheReasonWhereItWasDropped() throws Exception {
        plant.server.drop("line-7.csv", "serial\n1\n");

        plant.lookTwice();

        var reason = plant.messages(Kind.QUARANTINED).get(0);
        assertThat(reason).startsWith("line-7.csv, line 1: there is no column 'guid'");
        assertThat(plant.server.files("quarantine")).containsExactly("line-7.csv", "line-7.csv.reason.txt");
        assertThat(plant.server.text("quarantine/line-7.csv.reason.txt")).isEqualTo(reason);
        assertThat(plant.files("quarantine"))
                .hasSize(2)
                .allMatch(name -> name.endsWith(".line-7.csv") || name.endsWith(".line-7.csv.reason.txt"));
        assertThat(plant.ledger.batches().list(1)).isEmpty();
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void sameFileAgainChangesNothingAndSaysSoToWhoeverDroppedIt() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();
        plant.intake.read("line-7", chunk -> {});

        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();

        assertThat(plant.server.text("archive/2.line-7.csv.note.txt")).contains("nothing was changed");
        assertThat(plant.messages(Kind.TAKEN)).hasSize(2).last().asString().contains("nothing was changed");
        assertThat(plant.files("archive"))
                .hasSize(3)
                .anyMatch(name -> name.matches("line-7\\..*\\.again\\.csv\\.note\\.txt"));
        assertThat(plant.ledger.batches().list(10)).hasSize(1);
    }

    @Test
    void correctedFileOfTheSameNameIsABatchOfItsOwn() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        plant.lookTwice();

        plant.server.drop("line-7.csv", GOOD + "00000000-0000-4000-8000-000000000002\n");
        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv", "line-7~2.csv");
        assertThat(plant.server.text("archive/2.line-7.csv.note.txt")).startsWith("batch 'line-7~2': 2 rows taken");
    }

    @Test
    void dryRunIsAnsweredAndTakesNothing() throws Exception {
        plant.server.drop("line-7.dryrun.csv", GOOD);

        plant.lookTwice();

        assertThat(plant.server.text("archive/line-7.dryrun.csv.note.txt"))
                .contains("dry run, nothing was changed")
                .contains("1 of 1 rows would be enrolled");
        assertThat(plant.ledger.batches().list(1)).isEmpty();
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void takenFileIsDeletedWhereThatIsAskedForAndARefusedOneIsKept() throws Exception {
        var settings = plant.settings();
        settings.whenTaken = SftpSettings.WhenTaken.DELETE;
        plant.startHub(settings.build());
        plant.server.drop("line-7.csv", GOOD);
        plant.server.drop("line-8.csv", "serial\n1\n");
        plant.server.drop("line-9.dryrun.csv", GOOD);

        plant.lookTwice();

        assertThat(plant.server.dropped()).isEmpty();
        assertThat(plant.server.files("archive"))
                .as("only the answer to the dry run")
                .containsExactly("line-9.dryrun.csv", "line-9.dryrun.csv.note.txt");
        assertThat(plant.server.files("quarantine")).containsExactly("line-8.csv", "line-8.csv.reason.txt");
        assertThat(plant.files("archive")).hasSize(2).contains("line-7.csv");
        assertThat(plant.leftOvers()).isEmpty();
    }

    @Test
    void tooLargeFileIsRefusedAndNeverFetched() throws Exception {
        var settings = plant.settings();
        settings.largest = GOOD.length();
        plant.startHub(settings.build());
        plant.server.drop("fits.csv", GOOD);
        plant.server.drop("larger.csv", GOOD + "\n");

        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("fits.csv");
        assertThat(plant.messages(Kind.QUARANTINED))
                .containsExactly("larger.csv: the file has 43 bytes, at most 42 are taken"
                        + " (caravan.intake.sftp.largest-file): drop it in parts");
        assertThat(plant.server.files("quarantine")).containsExactly("larger.csv", "larger.csv.reason.txt");
        assertThat(plant.files("quarantine")).isEmpty();
    }

    @Test
    void hostileNamesAreTakenAsTextOrRefusedAndLeadNowhereElse() throws Exception {
        plant.server.drop("${sys.user.home}%2e%2e+#?*[a-z].csv", GOOD);
        plant.server.drop("机器 Ümlaut 'quoted'.csv", GOOD);
        plant.server.drop("-rf $(reboot).csv", GOOD);
        plant.server.drop("a\nb\u001b[31m.csv", GOOD);
        plant.server.drop("x\\..\\..\\y.csv", GOOD);
        plant.server.drop("n".repeat(251) + ".csv", GOOD);
        plant.server.drop("line~2.csv", GOOD);
        plant.server.drop("photo.jpg", "not a batch");
        plant.server.drop("boards.xlsx", "PK");

        plant.lookTwice();

        assertThat(plant.server.dropped()).isEmpty();
        assertThat(plant.files("archive"))
                .containsExactlyInAnyOrder(
                        "${sys.user.home}%2e%2e+#?*[a-z].csv", "机器 Ümlaut 'quoted'.csv", "-rf $(reboot).csv");
        assertThat(plant.server.files("archive")).hasSize(6).containsAll(plant.files("archive"));
        assertThat(plant.messages(Kind.QUARANTINED))
                .hasSize(6)
                .anyMatch(reason -> reason.startsWith("a?b?[31m.csv: the name before .csv must have"))
                .anyMatch(reason -> reason.startsWith("x\\..\\..\\y.csv: ") && reason.contains("backslash"))
                .anyMatch(reason -> reason.startsWith("nnn") && reason.contains("at most"))
                .anyMatch(reason -> reason.startsWith("photo.jpg: only files whose name ends in .csv"));
        assertThat(plant.server.files("quarantine")).hasSize(12).contains("x_.._.._y.csv", "a_b_[31m.csv");
        assertThat(plant.messages(Kind.STUCK)).isEmpty();
        assertThat(plant.leftOvers()).isEmpty();
    }

    /** To the client, the name is a pattern: it would fit the other file too. */
    @Test
    void nameThatIsAPatternStandsForItselfAlone() throws Exception {
        plant.server.drop("*.csv", GOOD);
        plant.look();
        plant.server.drop("other.csv", GOOD + "nonsense\n");
        plant.look();

        assertThat(plant.server.dropped()).containsExactly("other.csv");
        assertThat(plant.files("archive")).containsExactly("*.csv");
    }

    @Test
    void whatIsNoFileIsPutAwayWithAReasonAndNeverRead() throws Exception {
        Files.createDirectories(plant.server.folder("boards/folder.csv/inside"));
        var secret = Files.writeString(home.resolve("server/secret"), GOOD);
        Files.createSymbolicLink(plant.server.folder("boards/link.csv"), secret);
        Files.createDirectories(plant.server.folder("boards/somebody's folder"));

        plant.lookTwice();

        assertThat(plant.messages(Kind.QUARANTINED))
                .containsExactlyInAnyOrder(
                        "folder.csv: this is a folder, not a file: put the files themselves here",
                        "link.csv: this is a link, not a file, and was not read: put the file itself here");
        assertThat(plant.server.files("quarantine"))
                .containsExactly("folder.csv", "folder.csv.reason.txt", "link.csv", "link.csv.reason.txt");
        assertThat(secret).hasContent(GOOD);
        assertThat(plant.server.dropped()).containsExactly("somebody's folder");
        assertThat(plant.ledger.batches().list(1)).isEmpty();
    }

    @Test
    void fileThatCannotBeMovedKeepsNobodyElseWaiting() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        Files.createDirectories(plant.server.folder("boards/taking"));
        Files.writeString(home.resolve("work"), "a file where a folder should be");
        plant.lookTwice();
        assertThat(plant.hub().trouble().orElseThrow().words()).contains("work");
        Files.delete(home.resolve("work"));
        plant.pass(Duration.ofMinutes(5));

        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv");
        assertThat(plant.hub().trouble()).isEmpty();
    }

    @Test
    void newFileWaitsUntilTheEarlierOneOfItsNameIsPutAway() throws Exception {
        Files.createDirectories(plant.server.folder("boards/taking"));
        plant.server.drop("taking/line-7.csv", GOOD);
        plant.server.drop("line-7.csv", GOOD + "00000000-0000-4000-8000-000000000002\n");

        plant.lookTwice();
        assertThat(plant.server.dropped()).containsExactly("line-7.csv");
        plant.lookTwice();

        assertThat(plant.files("archive")).containsExactly("line-7.csv", "line-7~2.csv");
    }

    @Test
    void ofTwoHubsThatShareAWorkFolderOneLooksAtATime() throws Exception {
        plant.server.drop("line-7.csv", GOOD);
        plant.look();
        try (var other = LookLock.tryIn(plant.folder("work/sftp/lock"))) {
            assertThat(other.isHeld()).isTrue();
            plant.look();
            assertThat(plant.news).isEmpty();
        }

        plant.look();

        assertThat(plant.files("archive")).containsExactly("line-7.csv");
    }
}
