package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyEncryptionKeyTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path folder;

    @Test
    void isReadFromAFileOrTheEnvironment() throws Exception {
        var file = file("key", KEY + "\n", "rw-------");

        assertThat(KeyEncryptionKey.read(file, null, List.of()).getEncoded()).hasSize(32);
        assertThat(KeyEncryptionKey.read("", KEY, List.of()).getEncoded()).hasSize(32);
    }

    @Test
    void isNotTakenFromWhereTheIdentitiesAre() throws Exception {
        Files.createDirectories(folder.resolve("pickup"));
        var file = file("pickup/key", KEY, "rw-------");

        refused(file, "must not lie in " + folder.resolve("pickup"), folder.resolve("pickup"));
    }

    @Test
    void ofNoUseIsRefusedWithoutAWordOfIt() throws Exception {
        refused("", "is empty and CARAVAN_PICKUP_KEY is not set");
        refused(folder.resolve("absent").toString(), "cannot be read");
        refused(file("open", KEY, "rw-r-----"), "must be readable by its owner only");
        refused(file("short", "c2VjcmV0", "rw-------"), "must be 32 bytes in base64");
        refused(file("garbage", "not base64!", "rw-------"), "must be 32 bytes in base64");
    }

    private static void refused(String file, String words, Path... elsewhere) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyEncryptionKey.read(file, null, List.of(elsewhere)))
                .withMessageStartingWith("caravan.custody.pickup.key-file")
                .withMessageContaining(words)
                .withMessageNotContaining("c2VjcmV0")
                .withMessageNotContaining(KEY);
    }

    private String file(String name, String content, String mode) throws Exception {
        var file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file.toString();
    }
}
