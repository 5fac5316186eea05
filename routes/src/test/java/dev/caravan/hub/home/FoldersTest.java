package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FoldersTest {

    @TempDir
    private Path home;

    @Test
    void missingFoldersAreCreatedAndWhatHoldsSecretsIsForTheOwnerOnly() throws IOException {
        folders().prepare();

        for (var name : List.of("inbox", "outbox", "archive", "quarantine", "work", "data")) {
            assertThat(home.resolve(name)).isEmptyDirectory();
        }
        for (var name : List.of("work", "data")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void foldersThatAreThereKeepTheirFiles() throws IOException {
        Files.createDirectories(home.resolve("inbox"));
        Files.writeString(home.resolve("inbox/line-7.csv"), "guid\n");

        folders().prepare();

        try (Stream<Path> inbox = Files.list(home.resolve("inbox"))) {
            assertThat(inbox).containsExactly(home.resolve("inbox/line-7.csv"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "outbox", "archive", "quarantine", "work", "data"})
    void fileInAFoldersPlaceIsRefusedByTheSettingsName(String name) throws IOException {
        Files.writeString(home.resolve(name), "in the way");

        assertThatThrownBy(() -> folders().prepare())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("caravan.folders." + name + ": the folder " + home.resolve(name));
    }

    @Test
    void folderThatCannotBeWrittenIsRefused() throws IOException {
        Files.createDirectories(home.resolve("outbox"));
        Files.setPosixFilePermissions(home.resolve("outbox"), PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(home.resolve("outbox")), "root may write everywhere");

        assertThatThrownBy(() -> folders().prepare())
                .hasMessageStartingWith("caravan.folders.outbox: ")
                .hasMessageContaining(System.getProperty("user.name"));
    }

    private Folders folders() {
        return new Folders(
                home.resolve("inbox"),
                home.resolve("outbox"),
                home.resolve("archive"),
                home.resolve("quarantine"),
                home.resolve("work"),
                home.resolve("data"));
    }
}
