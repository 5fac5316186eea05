package dev.caravan.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DurableFilesTest {

    @TempDir
    Path folder;

    @Test
    void streamedContentReplacesTheOldWithTheModeAsked() throws Exception {
        var target = Files.writeString(folder.resolve("report.csv"), "old");

        DurableFiles.write(target, DurableFiles.OWNER_ONLY, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));

        assertThat(target).hasContent("new");
        assertThat(modeOf(target)).isEqualTo("rw-------");
    }

    @Test
    void failureInTheMiddleLeavesTheOldFile() throws Exception {
        var target = Files.writeString(folder.resolve("report.csv"), "old");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> DurableFiles.write(target, DurableFiles.READABLE, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is full");
                }))
                .withMessageContaining("report.csv")
                .withMessageContaining("the disk is full");
        assertThat(target).hasContent("old");
    }

    @Test
    void twoThatWriteTheSameSharedFileAtOnceLeaveOneWholeContent() {
        var target = folder.resolve("report.csv");

        DurableFiles.writeShared(target, first -> {
            first.write("first, ".getBytes(StandardCharsets.UTF_8));
            DurableFiles.writeShared(target, second -> second.write("second".getBytes(StandardCharsets.UTF_8)));
            assertThat(target).hasContent("second");
            first.write("whole".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(target).hasContent("first, whole");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void filesOfWhichOneCannotBeWrittenLeaveNothingHalfWritten() throws Exception {
        Files.createDirectories(folder.resolve("b.pem/in the way"));
        var contents = new LinkedHashMap<Path, byte[]>();
        for (var name : List.of("a.pem", "b.pem", "c.pem")) {
            contents.put(folder.resolve(name), "key".getBytes(StandardCharsets.UTF_8));
        }

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> DurableFiles.writeAllUnsynced(contents, DurableFiles.OWNER_ONLY));

        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void halfWrittenFilesOfThoseThatWereKilledAreCleared() throws Exception {
        Files.writeString(folder.resolve("report.csv.7b1e.part"), "half");
        Files.writeString(folder.resolve("report.csv"), "whole");

        DurableFiles.deleteParts(folder);

        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(folder.resolve("report.csv")).hasContent("whole");
    }

    @Test
    void leftoverOfACrashIsReplaced() throws Exception {
        var target = folder.resolve("summary.json");
        Files.writeString(folder.resolve("summary.json.part"), "half");

        DurableFiles.write(target, "whole".getBytes(StandardCharsets.UTF_8), DurableFiles.READABLE);

        assertThat(target).hasContent("whole");
        assertThat(folder.resolve("summary.json.part")).doesNotExist();
    }

    @Test
    void onlyTheLastNewFolderIsForItsOwner() throws Exception {
        var secret = DurableFiles.ownerOnlyFolder(folder.resolve("a/b/secret"));

        assertThat(modeOf(secret)).isEqualTo("rwx------");
        assertThat(modeOf(folder.resolve("a/b"))).contains("r-x");
    }

    @Test
    void folderThatIsAFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("taken"), "");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> DurableFiles.folder(folder.resolve("taken")))
                .withMessageContaining("a file is there");
    }

    private static String modeOf(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
