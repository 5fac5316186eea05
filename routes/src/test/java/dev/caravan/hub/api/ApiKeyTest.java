package dev.caravan.hub.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ApiKeyTest {

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void firstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        var key = ApiKey.readOrMake(file(), random);

        assertThat(Files.readString(file())).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(key.opens(Files.readString(file()))).isTrue();
    }

    @Test
    void nextStartKeepsTheKeyAndAnotherFolderGetsAnother() throws IOException {
        ApiKey.readOrMake(file(), random);
        var made = Files.readString(file());
        ApiKey.readOrMake(folder.resolve("other"), random);

        assertThat(ApiKey.readOrMake(file(), random).opens(made)).isTrue();
        assertThat(Files.readString(folder.resolve("other"))).isNotEqualTo(made);
    }

    @Test
    void keyThatAnEditorEndedWithALineIsReadWithoutIt() throws IOException {
        Files.writeString(file(), "k".repeat(32) + "\n");

        assertThat(ApiKey.readOrMake(file(), random).opens("k".repeat(32))).isTrue();
    }

    @Test
    void otherTextsOpenNothing() throws IOException {
        Files.writeString(file(), "k".repeat(32));
        var key = ApiKey.readOrMake(file(), random);

        assertThat(key.opens("")).isFalse();
        assertThat(key.opens("k".repeat(31))).isFalse();
        assertThat(key.opens("k".repeat(33))).isFalse();
        assertThat(key.opens("K".repeat(32))).isFalse();
    }

    @Test
    void keyThatIsTooShortIsRefusedByItsFileWithoutShowingIt() throws IOException {
        Files.writeString(file(), "k".repeat(31));

        assertThatThrownBy(() -> ApiKey.readOrMake(file(), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("at least 32 characters")
                .hasMessageNotContaining("kkk");
    }

    private Path file() {
        return folder.resolve("api-key");
    }
}
