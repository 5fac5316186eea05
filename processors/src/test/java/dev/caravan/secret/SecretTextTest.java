package dev.caravan.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SecretTextTest {

    @TempDir
    Path folder;

    @Test
    void fileGivesItsTextWithoutTheLineEnd() throws IOException {
        assertThat(in(file("rw-------", " pässword \n")).read(Map.of())).containsExactly("pässword".toCharArray());
    }

    @Test
    void environmentGivesItWhereNoFileIsNamed() {
        var secret = new SecretText("some.file", "", "CARAVAN_X");

        assertThat(secret.read(Map.of("CARAVAN_X", "of the environment")))
                .containsExactly("of the environment".toCharArray());
        assertThat(secret.place()).isEqualTo("the environment variable CARAVAN_X");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> secret.read(Map.of()))
                .withMessage("some.file is empty, and the environment variable CARAVAN_X is not set: one must give it");
    }

    @Test
    void fileThatOthersCanReadIsRefusedUnlessSystemdProvidesIt() throws IOException {
        var open = file("r--r-----", "secret");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> in(open).read(Map.of(
                        "CREDENTIALS_DIRECTORY", folder.resolve("elsewhere").toString())))
                .withMessage("some.file: " + open + " must be readable by its owner only (chmod 600)");
        assertThat(in(open).read(Map.of("CREDENTIALS_DIRECTORY", folder.toString())))
                .containsExactly("secret".toCharArray());
    }

    /** As it is for a moment while an editor writes it: an empty PIN must not be tried. */
    @Test
    void emptyFileIsNoSecret() throws IOException {
        var empty = file("rw-------", " \n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> in(empty).read(Map.of()))
                .withMessage("some.file: there is nothing in " + empty);
    }

    @Test
    void missingFileIsNamedBesideItsSetting() {
        var absent = folder.resolve("absent");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> in(absent).read(Map.of()))
                .withMessage("some.file: " + absent + " cannot be read");
    }

    private Path file(String mode, String text) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static SecretText in(Path file) {
        return new SecretText("some.file", file.toString(), "CARAVAN_X");
    }
}
