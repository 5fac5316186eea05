package dev.caravan.device.assignment;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FileAssignmentStoreTest {

    private static final Assignment ASSIGNMENT = new Assignment(
            "plant-a.azure-devices.net",
            "press-0042",
            "initialAssignment",
            "AB12",
            Instant.parse("2026-03-02T10:20:29.17Z"));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("boards").resolve("assignment.json");
    }

    @Test
    void assignmentIsThereAfterARestart() {
        new FileAssignmentStore(file).save(ASSIGNMENT);

        assertThat(new FileAssignmentStore(file).load()).contains(ASSIGNMENT);
    }

    @Test
    void secondAssignmentReplacesTheFirst() {
        FileAssignmentStore store = new FileAssignmentStore(file);
        store.save(ASSIGNMENT);
        Assignment moved = new Assignment("plant-b.azure-devices.net", "press-0042", "", "AB12", Instant.EPOCH);

        store.save(moved);

        assertThat(store.load()).contains(moved);
    }

    @Test
    void fileIsForItsOwnerOnlyAndNothingElseIsLeft() throws Exception {
        new FileAssignmentStore(file).save(ASSIGNMENT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void leftoverOfAnInterruptedWriteDoesNotDisturbTheNext() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file.resolveSibling("assignment.json.part"), "half");

        new FileAssignmentStore(file).save(ASSIGNMENT);

        assertThat(new FileAssignmentStore(file).load()).contains(ASSIGNMENT);
    }

    @Test
    void interruptedThreadStillKeepsTheAssignmentAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        new FileAssignmentStore(file).save(ASSIGNMENT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(new FileAssignmentStore(file).load()).contains(ASSIGNMENT);
    }

    @Test
    void unreadableAssignmentCountsAsNone() throws Exception {
        Files.createDirectories(file.getParent());
        for (String broken : new String[] {"", "{", "[]", "{\"hub\":1}", "{\"hub\":\"x\"}"}) {
            Files.writeString(file, broken);

            assertThat(new FileAssignmentStore(file).load()).as(broken).isEmpty();
        }
    }

    @Test
    void clearedAssignmentIsGoneAndClearingTwiceIsFine() {
        FileAssignmentStore store = new FileAssignmentStore(file);
        store.save(ASSIGNMENT);

        store.clear();
        store.clear();

        assertThat(store.load()).isEmpty();
    }

    @Test
    void writeThatCannotBeMadeNamesTheFile() {
        Path impossible = Path.of("/proc/caravan/assignment.json");

        assertThatThrownBy(() -> new FileAssignmentStore(impossible).save(ASSIGNMENT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("/proc/caravan/assignment.json");
    }
}
