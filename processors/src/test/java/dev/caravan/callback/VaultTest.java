package dev.caravan.callback;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class VaultTest {

    @TempDir
    Path data;

    @Test
    void whatWasSealedIsReadAfterTheNextStartAndTheKeyIsItsOwnersOnly() throws Exception {
        var sealed = vault("key").seal("secret".getBytes(UTF_8), "s1");

        assertThat(vault("key").open(sealed, "s1")).asString(UTF_8).isEqualTo("secret");
        assertThat(sealed).doesNotContain("secret");
        assertThat(vault("key").seal("secret".getBytes(UTF_8), "s1")).isNotEqualTo(sealed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void otherKeyOrOtherSubscriptionOpensNothingAndSaysWhatToDo() {
        var sealed = vault("key").seal("secret".getBytes(UTF_8), "s1");

        assertThatIllegalStateException()
                .isThrownBy(() -> vault("other").open(sealed, "s1"))
                .withMessageContaining("subscription s1 cannot be read with the key in " + data.resolve("other"))
                .withMessageContaining("Copy it from the hub");
        assertThatIllegalStateException().isThrownBy(() -> vault("key").open(sealed, "s2"));
    }

    @Test
    void damagedKeyStopsTheStartInsteadOfBeingReplaced() throws Exception {
        Files.writeString(data.resolve("key"), "c2hvcnQ=");

        assertThatIllegalStateException()
                .isThrownBy(() -> vault("key"))
                .withMessageContaining("it holds 5 bytes instead of 32")
                .withMessageContaining("backup");
        assertThat(data.resolve("key")).hasContent("c2hvcnQ=");
    }

    private Vault vault(String file) {
        return Vault.openOrMake(data.resolve(file), new SecureRandom());
    }
}
