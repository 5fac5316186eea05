package dev.caravan.hub.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.access.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LocalKeyTest {

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void firstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        var key = LocalKey.readOrMake(file(), random);

        assertThat(Files.readString(file())).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(key.open(Files.readString(file()), true)).isPresent();
    }

    @Test
    void nextStartKeepsTheKeyAndAnotherFolderGetsAnother() throws IOException {
        LocalKey.readOrMake(file(), random);
        var made = Files.readString(file());
        LocalKey.readOrMake(folder.resolve("other"), random);

        assertThat(LocalKey.readOrMake(file(), random).open(made, true)).isPresent();
        assertThat(Files.readString(folder.resolve("other"))).isNotEqualTo(made);
    }

    @Test
    void keyThatAnEditorEndedWithALineIsReadWithoutIt() throws IOException {
        Files.writeString(file(), "k".repeat(32) + "\n");

        assertThat(LocalKey.readOrMake(file(), random).open("k".repeat(32), true))
                .isPresent();
    }

    @Test
    void otherTextsOpenNothing() throws IOException {
        Files.writeString(file(), "k".repeat(32));
        var key = LocalKey.readOrMake(file(), random);

        assertThat(key.open("", true)).isEmpty();
        assertThat(key.open("k".repeat(31), true)).isEmpty();
        assertThat(key.open("k".repeat(33), true)).isEmpty();
        assertThat(key.open("K".repeat(32), true)).isEmpty();
    }

    @Test
    void keyMakesAnOperatorOnThisMachineAndNothingFromAnother() throws IOException {
        Files.writeString(file(), "k".repeat(32));
        var key = LocalKey.readOrMake(file(), random);

        assertThat(key.open("k".repeat(32), true).orElseThrow().role()).isEqualTo(Role.OPERATOR);
        assertThat(key.open("k".repeat(32), false)).isEmpty();
    }

    @Test
    void keyThatIsTooShortIsRefusedByItsFileWithoutShowingIt() throws IOException {
        Files.writeString(file(), "k".repeat(31));

        assertThatThrownBy(() -> LocalKey.readOrMake(file(), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("at least 32 characters")
                .hasMessageNotContaining("kkk");
    }

    private Path file() {
        return folder.resolve("api-key");
    }
}
