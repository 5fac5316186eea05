package dev.caravan.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.KeyText;
import dev.caravan.access.Principal;
import dev.caravan.access.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Keys of machines: what they open, until when, and what is written down about them. */
interface AccessKeyContract extends OnLedger {

    Principal KRONE_ERP = new Principal("krone-erp", Role.MANUFACTURER, Set.of("krone", "krone-parts"));
    Duration YEAR = Duration.ofDays(365);

    private AccessKeys keys() {
        return new AccessKeys(ledger().database(), new SecureRandom());
    }

    @Test
    default void keyOpensForThePrincipalItWasMadeForAndSaysWhenItWasUsedLast() {
        var key = keys().create(KRONE_ERP, YEAR, "test");

        assertThat(keys().list().get(0).lastUsedAt()).isNull();
        assertThat(keys().open(key.reveal())).contains(KRONE_ERP);
        var listed = keys().list().get(0);
        assertThat(listed.principal()).isEqualTo(KRONE_ERP);
        assertThat(listed.live()).isTrue();
        assertThat(listed.lastUsedAt()).isNotNull().isAfterOrEqualTo(listed.createdAt());
        assertThat(Duration.between(listed.createdAt(), listed.expiresAt())).isEqualTo(YEAR);
    }

    @Test
    default void lastUseIsWrittenOnceAMinute() {
        var key = keys().create(KRONE_ERP, YEAR, "test");
        keys().open(key.reveal());
        lastUse("last_used_at - 30000");
        var half = keys().list().get(0).lastUsedAt();

        keys().open(key.reveal());
        assertThat(keys().list().get(0).lastUsedAt()).isEqualTo(half);

        lastUse("last_used_at - 60000");
        keys().open(key.reveal());
        assertThat(keys().list().get(0).lastUsedAt()).isAfter(half);
    }

    private void lastUse(String value) {
        ledger().database()
                .writer()
                .sql("UPDATE access_key SET last_used_at = " + value)
                .update();
    }

    @Test
    default void otherSecretWithTheSameIdOpensNothing() {
        var key = keys().create(KRONE_ERP, YEAR, "test");
        var other = KeyText.make(new SecureRandom());

        assertThat(keys().open(new KeyText(key.id(), other.secret()).reveal())).isEmpty();
        assertThat(keys().open(other.reveal())).isEmpty();
        assertThat(keys().open("")).isEmpty();
        assertThat(keys().list().get(0).lastUsedAt()).isNull();
    }

    @Test
    default void expiredKeyOpensNothing() {
        var key = keys().create(KRONE_ERP, YEAR, "test");
        ledger().database()
                .writer()
                .sql("UPDATE access_key SET expires_at = created_at")
                .update();

        assertThat(keys().open(key.reveal())).isEmpty();
        assertThat(keys().list().get(0).live()).isFalse();
    }

    @Test
    default void revokedKeyOpensNothingFromThenOn() {
        var key = keys().create(KRONE_ERP, YEAR, "test");

        keys().revoke(key.id(), "test");

        assertThat(keys().open(key.reveal())).isEmpty();
        assertThatThrownBy(() -> keys().revoke(key.id(), "test"))
                .hasMessageContaining("no live key '" + key.id() + "'");
    }

    @Test
    default void bothKeysOfARotationOpenUntilTheOverlapIsOver() {
        var old = keys().create(KRONE_ERP, YEAR, "test");

        var fresh = keys().rotate(old.id(), Duration.ofDays(7), "test");

        assertThat(keys().open(old.reveal())).contains(KRONE_ERP);
        assertThat(keys().open(fresh.reveal())).contains(KRONE_ERP);
        var lives = keys().list().stream()
                .map(key -> Duration.between(key.createdAt(), key.expiresAt()))
                .sorted()
                .toList();
        assertThat(lives.get(0))
                .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusMinutes(1));
        assertThat(lives.get(1)).isEqualTo(YEAR);
    }

    @Test
    default void overlapMakesNoKeyLiveLongerThanItWould() {
        var old = keys().create(KRONE_ERP, Duration.ofDays(1), "test");

        keys().rotate(old.id(), Duration.ofDays(7), "test");

        assertThat(keys().list()).allMatch(key -> Duration.between(key.createdAt(), key.expiresAt())
                .equals(Duration.ofDays(1)));
    }

    @Test
    default void nameBelongsToOnePrincipalForEver() {
        var key = keys().create(KRONE_ERP, YEAR, "test");
        var other = new Principal("krone-erp", Role.OPERATOR, Set.of());

        assertThatThrownBy(() -> keys().create(KRONE_ERP, YEAR, "test")).hasMessageContaining("rotate that one");
        keys().revoke(key.id(), "test");
        assertThatThrownBy(() -> keys().create(other, YEAR, "test")).hasMessageContaining("choose another name");
        assertThat(keys().open(keys().create(KRONE_ERP, YEAR, "test").reveal())).contains(KRONE_ERP);
    }

    @Test
    default void decisionsAreInTheAuditTrailAndTheSecretIsNowhere() {
        var key = keys().create(KRONE_ERP, YEAR, "the shell of anna");
        var fresh = keys().rotate(key.id(), Duration.ZERO, "the shell of anna");
        keys().revoke(fresh.id(), "the shell of bert");

        var trail = new AuditLog(ledger().database()).events(AccessKeys.CHAIN, 0, 9);
        assertThat(trail).extracting(AuditEvent::kind).containsExactly("key.created", "key.created", "key.revoked");
        assertThat(trail.get(0).detail())
                .contains("\"by\":\"the shell of anna\"", "\"name\":\"krone-erp\"", "\"role\":\"manufacturer\"")
                .contains("\"consignees\":[\"krone\",\"krone-parts\"]", key.id());
        assertThat(trail.get(1).detail()).contains("\"replaces\":\"" + key.id() + "\"");
        assertThat(trail.get(2).detail()).contains("the shell of bert", fresh.id());
        var everything = trail.toString()
                + ledger().database()
                        .reader()
                        .sql("SELECT * FROM access_key")
                        .query()
                        .listOfRows();
        assertThat(everything).doesNotContain(key.secret(), fresh.secret());
    }

    @Test
    default void livesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> keys().create(KRONE_ERP, Duration.ZERO, "test"))
                .hasMessageContaining("one minute to");
        assertThatThrownBy(() -> keys().create(KRONE_ERP, Duration.ofDays(1101), "test"))
                .hasMessageContaining("1100 days");
        var key = keys().create(KRONE_ERP, YEAR, "test");
        assertThatThrownBy(() -> keys().rotate(key.id(), Duration.ofDays(-1), "test"))
                .hasMessageContaining("overlap");
    }
}
