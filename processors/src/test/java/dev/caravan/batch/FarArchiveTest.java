package dev.caravan.batch;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

import dev.caravan.ledger.FailureWords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** An archive on another file system than the inbox: a rename cannot bring a file there. */
class FarArchiveTest {

    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path near;

    private Path far;
    private Path input;
    private RestingPlaces places;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Files.isWritable(MEMORY) && !Files.getFileStore(MEMORY).equals(Files.getFileStore(near)));
        far = Files.createTempDirectory(MEMORY, "caravan-archive-");
        places = new RestingPlaces(far, near.resolve("quarantine"), Clock.systemUTC());
        input = Files.writeString(near.resolve("line-7.csv"), "guid\n");
        Files.setLastModifiedTime(input, FileTime.from(Instant.parse("2026-11-23T10:00:00.123Z")));
    }

    @AfterEach
    void close() throws Exception {
        FileSystemUtils.deleteRecursively(far);
    }

    @Test
    void fileComesToRestThereWithItsTime() throws Exception {
        var seen = Seen.of(input);

        places.rest(input, seen, far.resolve("line-7.csv"), null);

        assertThat(input).doesNotExist();
        assertThat(far.resolve("line-7.csv")).hasContent("guid\n");
        assertThat(Seen.of(far.resolve("line-7.csv")).hasContentOf(seen)).isTrue();
        assertThat(far.resolve("line-7.csv.part")).doesNotExist();
    }

    @Test
    void inputStaysUntilItsCopyIsWhole() throws Exception {
        Files.createDirectories(far.resolve("line-7.csv.part/in-the-way"));

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> places.rest(input, Seen.of(input), far.resolve("line-7.csv"), null));

        assertThat(input).hasContent("guid\n");
        assertThat(far.resolve("line-7.csv")).doesNotExist();
    }

    /** It is tried again and again: a reason each time, under another name, would fill the disk. */
    @Test
    void whatCannotBeMovedLeavesNeitherReasonNorNote() throws Exception {
        var folder = near.resolve("x.csv");
        Files.createDirectories(folder.resolve("inside"));
        var other = new RestingPlaces(near.resolve("archive"), far, Clock.systemUTC());

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> other.quarantine(folder, "this is a folder"))
                .satisfies(failure -> assertThat(FailureWords.of(failure)).endsWith("x.csv: directory not empty"));
        Files.createDirectories(far.resolve("line-7.csv.part/in-the-way"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> places.rest(input, Seen.of(input), far.resolve("line-7.csv"), "taken before"));

        assertThat(far.toFile().list()).containsExactly("line-7.csv.part");
        assertThat(folder.resolve("inside")).exists();
        assertThat(input).exists();
    }
}
