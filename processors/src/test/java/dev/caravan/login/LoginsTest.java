package dev.caravan.login;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.ledger.LocalUsers;
import dev.caravan.ledger.TestLedger;
import dev.caravan.login.Login.Refused;
import dev.caravan.login.Login.Welcome;
import dev.caravan.login.Logins.Change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** On a real ledger, with real Argon2id that is only cheaper. */
class LoginsTest {

    private static final Principal ANNA = new Principal("anna", Role.FACTORY, Set.of());
    private static final String CHOSEN = "three wet camels in a row";

    @TempDir
    Path data;

    private final SecureRandom random = new SecureRandom();
    private final List<String> hashed = new ArrayList<>();
    private final List<String> looked = new ArrayList<>();
    private final Passwords passwords = new Passwords(new Counted(), random);
    private Instant now = Instant.parse("2026-11-26T08:00:00Z");
    private TestLedger ledger;
    private LocalUsers users;
    private UserDesk desk;
    private Logins logins;

    /** Says which passwords were hashed for a comparison. */
    private final class Counted implements PasswordEncoder {

        private final PasswordEncoder argon = new Argon2PasswordEncoder(16, 32, 1, 64, 1);

        @Override
        public String encode(CharSequence password) {
            return argon.encode(password);
        }

        @Override
        public boolean matches(CharSequence password, String kept) {
            hashed.add(password.toString());
            looked.add(kept);
            return argon.matches(password, kept);
        }
    }

    @BeforeEach
    void open() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        users = new LocalUsers(ledger.database());
        desk = new UserDesk(users, passwords);
        InstantSource source = () -> now;
        var remembered = new Remembered(random, source.withZone(ZoneOffset.UTC));
        logins = new Logins(users, passwords, new LoginSettings(3, Duration.ofMinutes(15)), remembered);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void firstPasswordIsWelcomeAndMustBeChangedAndOpensNothingAfterwards() {
        var first = desk.add(ANNA, "test");
        assertThat(first).matches("[a-z2-9]{5}(-[a-z2-9]{5}){3}");
        assertThat(logins.open("anna", first)).isEqualTo(new Welcome(ANNA, true));

        assertThat(logins.change("anna", first)).isEqualTo(Change.SAME);
        assertThat(logins.change("anna", CHOSEN)).isEqualTo(Change.CHANGED);

        assertThat(logins.open("anna", first)).isEqualTo(new Refused());
        assertThat(logins.open("anna", CHOSEN)).isEqualTo(new Welcome(ANNA, false));
        assertThat(logins.open("anna", CHOSEN + " ")).isEqualTo(new Refused());
        assertThat(logins.change("nobody", CHOSEN)).isEqualTo(Change.OVERTAKEN);
    }

    @Test
    void unknownLockedAndDisabledUserCostTheSameHashAndGetTheSameAnswer() {
        var locked = desk.add(ANNA, "test");
        var disabled = desk.add(new Principal("bert", Role.FACTORY, Set.of()), "test");
        users.disable("bert", "test");
        for (var wrong = 0; wrong < 3; wrong++) {
            logins.open("anna", "wrong");
        }
        hashed.clear();

        assertThat(logins.open("nobody", "guess")).isEqualTo(new Refused());
        assertThat(logins.open("anna", "guess")).isEqualTo(new Refused());
        assertThat(logins.open("bert", "guess")).isEqualTo(new Refused());
        assertThat(hashed).containsExactly("guess", "guess", "guess");
        assertThat(logins.open("anna", locked))
                .as("the right password of a locked user")
                .isEqualTo(new Refused());
        assertThat(logins.open("bert", disabled))
                .as("the right password of a disabled user")
                .isEqualTo(new Refused());
        assertThat(hashed).hasSize(5);
    }

    @Test
    void rightPasswordIsHashedOnceInFiveMinutesAndADisabledUserIsOutAtOnceAllTheSame() {
        var first = desk.add(ANNA, "test");
        logins.open("anna", first);
        hashed.clear();

        now = now.plusSeconds(299);
        assertThat(logins.open("anna", first)).isInstanceOf(Welcome.class);
        assertThat(hashed).isEmpty();
        now = now.plusSeconds(1);
        assertThat(logins.open("anna", first)).isInstanceOf(Welcome.class);
        assertThat(hashed).hasSize(1);

        users.disable("anna", "test");
        assertThat(logins.open("anna", first)).isEqualTo(new Refused());
    }

    @Test
    void lockedUserIsOutAlsoWithAPasswordThatIsRemembered() {
        var first = desk.add(ANNA, "test");
        logins.open("anna", first);
        for (var wrong = 0; wrong < 3; wrong++) {
            logins.open("anna", "wrong");
        }

        assertThat(logins.open("anna", first)).isEqualTo(new Refused());
        var second = desk.reset("anna", "test");
        assertThat(logins.open("anna", first)).isEqualTo(new Refused());
        assertThat(logins.open("anna", second)).isEqualTo(new Welcome(ANNA, true));
    }

    @Test
    void passwordsThatAreEasyToGuessAreNotTaken() {
        assertThat(logins.objection("anna", "x".repeat(11)))
                .hasValueSatisfying(rule -> assertThat(rule).contains("12 to 128"));
        assertThat(logins.objection("anna", "abcdefghijk ".repeat(11))).isPresent();
        assertThat(logins.objection("anna", "anna-anna-2026")).contains("must not contain the user's name");
        assertThat(logins.objection("anna", "aaaaabbbbbccccc")).isPresent();
        assertThat(logins.objection("anna", CHOSEN)).isEmpty();
        assertThat(logins.open("nobody", "x".repeat(100_000))).isEqualTo(new Refused());
    }

    @Test
    void whatIsKeptIsArgon2idAsOwaspRecommends() {
        assertThat(new Passwords(random).hash(CHOSEN)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    /** Whoever measures must not learn which users there are. */
    @Test
    void nobodysHashIsAsCostlyToCheckAsAUsers() {
        logins.open("nobody", CHOSEN);

        assertThat(new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).upgradeEncoding(looked.get(0)))
                .isFalse();
        assertThat(looked.get(0)).hasSameSizeAs(new Passwords(random).hash(CHOSEN));
    }

    @Test
    void locksHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoginSettings(2, Duration.ofMinutes(15)))
                .withMessage("caravan.access.login.failures must be 3 to 100, but is 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LoginSettings(3, Duration.ofSeconds(59)))
                .withMessageStartingWith("caravan.access.login.lock must be 1m to 1d");
    }
}
