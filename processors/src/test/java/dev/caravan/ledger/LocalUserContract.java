package dev.caravan.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Local users: whom a name and a password belong to, and when they open nothing. */
interface LocalUserContract extends OnLedger {

    Principal ANNA = new Principal("anna", Role.MANUFACTURER, Set.of("krone", "krone-parts"));
    Duration QUARTER = Duration.ofMinutes(15);

    private LocalUsers users() {
        return new LocalUsers(ledger().database());
    }

    private LocalUsers.Kept anna() {
        return users().find("anna").orElseThrow();
    }

    @Test
    default void userIsAddedWithAFirstPasswordAndItsChangeIsWrittenDown() {
        users().add(ANNA, "hash-1", "test");
        assertThat(anna().user().principal()).isEqualTo(ANNA);
        assertThat(anna().user().first()).isTrue();

        assertThat(users().choose("anna", "hash-1", "hash-2")).isTrue();
        assertThat(users().choose("anna", "hash-1", "hash-3")).as("overtaken").isFalse();

        assertThat(anna().hash()).isEqualTo("hash-2");
        assertThat(anna().user().first()).isFalse();
        assertThat(new AuditLog(ledger().database()).events(AccessKeys.CHAIN, 0, 10))
                .extracting(AuditEvent::kind)
                .containsExactly("user.added", "user.password-changed");
        assertThat(new AuditLog(ledger().database())
                        .events(AccessKeys.CHAIN, 0, 10)
                        .toString())
                .doesNotContain("hash-");
    }

    @Test
    default void thirdWrongPasswordInARowLocksForAWhileAndARightOneInBetweenStartsAnew() {
        users().add(ANNA, "hash", "test");
        fail(2);
        users().came("anna");
        fail(2);
        assertThat(anna().user().locked()).isFalse();

        fail(1);
        assertThat(anna().user().locked()).isTrue();
        fail(5);
        assertThat(locks()).as("one lock, one event").isEqualTo(1);

        later(QUARTER.minusSeconds(30));
        assertThat(anna().user().locked()).isTrue();
        later(Duration.ofSeconds(30));
        assertThat(anna().user().locked()).isFalse();
        fail(3);
        assertThat(locks()).isEqualTo(2);
    }

    @Test
    default void resetEndsALockAndADisablementAndDisabledUserChoosesNoPassword() {
        users().add(ANNA, "hash-1", "test");
        fail(3);
        users().disable("anna", "test");
        assertThat(anna().user().disabledAt()).isNotNull();
        assertThat(users().choose("anna", "hash-1", "hash-2")).isFalse();

        users().reset("anna", "hash-3", "test");

        assertThat(anna().hash()).isEqualTo("hash-3");
        assertThat(anna().user())
                .satisfies(user -> assertThat(user.first()).isTrue())
                .satisfies(user -> assertThat(user.locked()).isFalse())
                .satisfies(user -> assertThat(user.disabledAt()).isNull());
        assertThat(users().list()).containsExactly(anna().user());
    }

    @Test
    default void nameIsOnePrincipalsWhateverItComesInWith() {
        var keys = new AccessKeys(ledger().database(), new SecureRandom());
        keys.create(new Principal("erp", Role.FACTORY, Set.of()), Duration.ofDays(1), "test");
        users().add(ANNA, "hash", "test");

        for (var taken : Set.of("erp", "anna", "local-operator")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> users().add(new Principal(taken, Role.OPERATOR, Set.of()), "hash", "test"))
                    .withMessageContaining("'" + taken + "'");
        }
        for (var taken : Set.of("anna", "local-operator")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            keys.create(new Principal(taken, Role.OPERATOR, Set.of()), Duration.ofDays(1), "test"))
                    .withMessageContaining("'" + taken + "'");
        }
    }

    @Test
    default void nobodyIsChangedWhoIsNotThere() {
        users().failed("nobody", 3, QUARTER);
        users().came("nobody");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> users().disable("nobody", "test"))
                .withMessageContaining("./caravan user list");
        assertThat(users().list()).isEmpty();
    }

    private void fail(int times) {
        for (var time = 0; time < times; time++) {
            users().failed("anna", 3, QUARTER);
        }
    }

    private long locks() {
        return new AuditLog(ledger().database())
                .events(AccessKeys.CHAIN, 0, 100).stream()
                        .filter(event -> event.kind().equals("user.locked"))
                        .count();
    }

    /** As if so much time had passed. */
    private void later(Duration time) {
        ledger().database()
                .writer()
                .sql("UPDATE local_user SET locked_until = locked_until - " + time.toMillis())
                .update();
    }
}
