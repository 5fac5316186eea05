package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SnapshotTest {

    @TempDir
    Path data;

    @Test
    void snapshotIsAnOwnersCopyWithTheInputsHash() throws Exception {
        var input = Files.writeString(data.resolve("line 7.CSV"), "guid\nabc\n");

        var snapshot = Snapshot.take(input, data.resolve("work"));

        assertThat(snapshot.name()).isEqualTo("line 7");
        assertThat(snapshot.bytes()).isEqualTo(9);
        assertThat(snapshot.sha256())
                .as("as sha256sum prints it")
                .isEqualTo("7a0b212abce068de7ff9a7c2f09f4bb6ca8d59cc480b8f080c885485d01c31da");
        assertThat(snapshot.file()).hasParent(data.resolve("work")).hasContent("guid\nabc\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshot.file())))
                .isEqualTo("rw-------");
        assertThat(input).exists();
    }

    @Test
    void twoSnapshotsOfOneNameDoNotMeet() throws Exception {
        var input = Files.writeString(data.resolve("a.csv"), "guid\n1\n");
        var first = Snapshot.take(input, data.resolve("work"));
        Files.writeString(input, "guid\n2\n");

        var second = Snapshot.take(input, data.resolve("work"));

        assertThat(second.file()).isNotEqualTo(first.file());
        assertThat(first.file()).hasContent("guid\n1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.xlsx",
                "csv",
                "a.csv.part",
                ".csv",
                " .csv",
                ".hidden.csv",
                "a~2.csv",
                "a\u0007b.csv",
                "a\u202eb.csv",
                "..\\b.csv"
            })
    void nameThatIsNotOneOfABatchIsRefused(String name) throws Exception {
        var input = Files.writeString(data.resolve(name), "guid\n1\n");

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> Snapshot.take(input, data.resolve("work")))
                .withMessageStartingWith(name.replaceAll("[\u0007\u202e]", "?") + ": ");
        assertThat(data.resolve("work")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"n, 150, true", "n, 151, false", "é, 75, true", "é, 76, false"})
    void nameHasAtMostOneHundredAndFiftyBytes(String letter, int length, boolean accepted) throws Exception {
        var input = Files.writeString(data.resolve(letter.repeat(length) + ".csv"), "guid\n1\n");

        if (accepted) {
            assertThat(Snapshot.take(input, data.resolve("work")).name()).hasSize(length);
        } else {
            assertThatExceptionOfType(UnreadableBatchException.class)
                    .isThrownBy(() -> Snapshot.take(input, data.resolve("work")))
                    .withMessageContaining("at most 150 bytes");
        }
    }

    @Test
    void linkToAnotherFileIsRefused() throws Exception {
        var secret = Files.writeString(data.resolve("secret"), "guid\n1\n");
        var link = Files.createSymbolicLink(data.resolve("link.csv"), secret);

        assertThatExceptionOfType(UnreadableBatchException.class)
                .isThrownBy(() -> Snapshot.take(link, data.resolve("work")))
                .withMessage(
                        "link.csv: this is a link, not a file, and was not read: put the file itself into the inbox");
    }

    @Test
    void fileThatGrewOrWasTouchedWhileItWasCopiedIsLeftForLater() throws Exception {
        var input = Files.writeString(data.resolve("a.csv"), "guid\n1\n");
        var time = Files.getLastModifiedTime(input);

        leftWhenMeanwhile(input, () -> {
            Files.writeString(input, "2\n", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(input, time);
        });
        leftWhenMeanwhile(input, () -> Files.setLastModifiedTime(input, FileTime.fromMillis(time.toMillis() + 1000)));
    }

    @Test
    void fileThatAnotherOneReplacedWhileItWasCopiedIsLeftForLater() throws Exception {
        var input = Files.writeString(data.resolve("a.csv"), "guid\n1\n");
        var other = Files.writeString(data.resolve("b.csv"), "guid\n2\n");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(input));

        leftWhenMeanwhile(input, () -> Files.move(other, input, StandardCopyOption.REPLACE_EXISTING));
    }

    @Test
    void fileThatSomebodyTookWhileItWasCopiedIsSaidToBeGone() throws Exception {
        var input = Files.writeString(data.resolve("a.csv"), "guid\n1\n");

        assertThatExceptionOfType(FileVanishedException.class)
                .isThrownBy(() -> Snapshot.take(input, data.resolve("work"), () -> delete(input)));
        assertThat(data.resolve("work")).isEmptyDirectory();
    }

    /** Something that happens to the input. */
    private interface Mishap {
        void happen() throws IOException;
    }

    private void leftWhenMeanwhile(Path input, Mishap mishap) {
        assertThatExceptionOfType(FileStillGrowingException.class)
                .isThrownBy(() -> Snapshot.take(input, data.resolve("work"), () -> {
                    try {
                        mishap.happen();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                }))
                .withMessageContaining("a.csv changed while it was read");
        assertThat(data.resolve("work")).isEmptyDirectory();
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void failedCopyLeavesNothingBehind() throws Exception {
        var input = Files.writeString(data.resolve("a.csv"), "guid\n1\n");
        var work = Files.writeString(data.resolve("work"), "a file where the folder should be");

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Snapshot.take(input, work));
        assertThat(input).exists();
    }
}
