package dev.caravan.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.caravan.access.KeyText;
import dev.caravan.access.Principal;
import dev.caravan.access.Role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who may not come in any more is not told of anything either. */
interface StandingContract extends OnLedger {

    Principal ERP = new Principal("erp", Role.MANUFACTURER, Set.of("krone"));

    @Test
    default void subscriptionWhoseOwnersLastKeyIsRevokedIsDisabledAndSaysWhy() {
        var key = key();
        subscribe("s1", "erp");
        subscribe("s2", "local-operator");
        var turns = new Turns(ledger().database(), "hub-a", "1", Duration.ofMinutes(5));
        var turn = turns.take("s1").orElseThrow();
        keys().revoke(key.id(), "test");

        assertThat(standing().withdraw()).containsExactly("s1");
        assertThat(standing().withdraw()).isEmpty();

        var disabled = find("s1", "erp");
        assertThat(disabled.state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(disabled.problem()).contains("no valid key", "replay");
        assertThatExceptionOfType(TurnLostException.class).isThrownBy(() -> turns.renew(turn));
        assertThat(find("s2", "local-operator").state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(new AuditLog(ledger().database()).events(AccessKeys.CHAIN, 0, 10))
                .extracting(AuditEvent::kind)
                .containsExactly("key.created", "key.revoked", "subscription.disabled");
    }

    @Test
    default void keyThatIsRotatedStopsNothingAndOneThatExpiresDoes() {
        var old = key();
        subscribe("s1", "erp");
        keys().rotate(old.id(), Duration.ZERO, "test");

        assertThat(standing().withdraw()).isEmpty();

        ledger().database().writer().sql("UPDATE access_key SET expires_at = 0").update();
        assertThat(standing().withdraw()).containsExactly("s1");
    }

    @Test
    default void ownerWithAKeyAgainEnablesTheSubscriptionByAReplay() {
        keys().revoke(key().id(), "test");
        subscribe("s1", "erp");
        standing().withdraw();
        key();

        assertThat(find("s1", "erp").state()).isEqualTo(Subscription.State.DISABLED);
        new Subscriptions(ledger().database()).replay("erp", "s1", 1);

        assertThat(standing().withdraw()).isEmpty();
        assertThat(find("s1", "erp").state()).isEqualTo(Subscription.State.ACTIVE);
    }

    @Test
    default void disabledUserIsNotToldOfAnythingMore() {
        var users = new LocalUsers(ledger().database());
        users.add(new Principal("anna", Role.FACTORY, Set.of()), "hash", "test");
        subscribe("s1", "anna");
        assertThat(standing().withdraw()).isEmpty();

        users.disable("anna", "test");

        assertThat(standing().withdraw()).containsExactly("s1");
        users.reset("anna", "hash", "test");
        new Subscriptions(ledger().database()).replay("anna", "s1", 1);
        assertThat(standing().withdraw()).isEmpty();
    }

    private KeyText key() {
        return keys().create(ERP, Duration.ofDays(1), "test");
    }

    private AccessKeys keys() {
        return new AccessKeys(ledger().database(), new SecureRandom());
    }

    private Standing standing() {
        return new Standing(ledger().database());
    }

    private void subscribe(String id, String owner) {
        new Subscriptions(ledger().database())
                .add(new Subscriptions.Wish(
                        id,
                        owner,
                        "https://erp.example",
                        Set.of(),
                        null,
                        new Subscriptions.Key(Subscription.Signature.HMAC, "sealed", null)));
    }

    private Subscription find(String id, String owner) {
        return new Subscriptions(ledger().database()).find(owner, id).orElseThrow();
    }
}
