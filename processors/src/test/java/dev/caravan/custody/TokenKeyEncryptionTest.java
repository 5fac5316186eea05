package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.hsm.SoftToken;
import dev.caravan.hsm.Token;
import dev.caravan.hsm.TokenUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The keys of waiting identities, under a key that is in a token. */
class TokenKeyEncryptionTest {

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SettableClock clock = new SettableClock(Clock.systemUTC());
    private SoftToken soft;
    private Token token;

    @BeforeEach
    void makeKey() throws Exception {
        soft = SoftToken.in(folder.resolve("token"));
        token = new Token(soft.place(), clock);
        token.makeSecretKey("pickup");
        token.makeSecretKey("another");
    }

    @AfterEach
    void close() {
        if (token != null) {
            token.close();
        }
    }

    @Test
    void keysAreFoundAgainByTheNextHubAndADestroyedOneByNone() throws Exception {
        var named = open("pickup").make(3);

        var next = open("pickup");
        next.destroy(named.get(1).place());

        assertThat(next.find(named.get(0).place())).contains(named.get(0).key());
        assertThat(next.find(named.get(1).place())).isEmpty();
        assertThat(next.find(named.get(2).place())).contains(named.get(2).key());
        next.destroy(named.get(0).place());
        next.destroy(named.get(2).place());
        assertThat(folder.resolve("keys")).isDirectoryNotContaining("glob:**.keys");
    }

    @Test
    void keyIsNowhereOutsideTheTokenInTheClear() throws Exception {
        var key = open("pickup").make(1).get(0);

        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files).hasSize(2).noneSatisfy(file -> assertThat(Files.readAllBytes(file))
                    .containsSequence(key.key().getEncoded()));
        }
    }

    @Test
    void whatIsEncryptedUnderAnotherKeyIsRefusedAtTheStart() {
        open("pickup");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("another"))
                .withMessageContaining("is not the one that the keys in " + folder.resolve("keys"));
        SecretKey inFile = new SecretKeySpec(new byte[32], "AES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WrappingKeys.open(folder.resolve("keys"), KeyEncryption.inMemory(inFile), random));
    }

    @Test
    void hubStartsWithoutTheTokenAndUsesItOnceItIsBack() throws Exception {
        var key = open("pickup").make(1).get(0);
        soft.pullOut();
        try (var away = new Token(soft.place(), clock)) {
            var keys =
                    WrappingKeys.open(folder.resolve("keys"), new TokenKeyEncryption(away, "pickup", random), random);
            assertThatExceptionOfType(TokenUnavailableException.class).isThrownBy(() -> keys.find(key.place()));

            soft.putBack();
            clock.set(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(6)));

            assertThat(keys.find(key.place())).contains(key.key());
        }
    }

    private WrappingKeys open(String label) {
        return WrappingKeys.open(folder.resolve("keys"), new TokenKeyEncryption(token, label, random), random);
    }
}
