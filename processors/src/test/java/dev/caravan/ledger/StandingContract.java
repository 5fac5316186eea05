package dev.caravan.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
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

    @Test
    default void whoComesInAsSomebodyElseLosesWhatGoesBeyondWhatHeMaySeeNow() {
        subscribe("all", "test:erp", null);
        subscribe("of-krone", "test:erp", "krone");
        subscribe("of-lemken", "test:erp", "lemken");
        var jobs = new ActivationJobs(ledger().database(), "hub-a", "1", Duration.ofMinutes(5));
        var asOperator = job(jobs, "test:erp", Role.OPERATOR);
        var ofKrone = job(jobs, "test:erp", Role.MANUFACTURER, "krone");
        var ofLemken = job(jobs, "test:erp", Role.MANUFACTURER, "lemken");
        var elses = job(jobs, "test:other", Role.OPERATOR);

        standing().confine(new Principal("test:erp", Role.OPERATOR, Set.of()));
        assertThat(jobs.due()).hasSize(4);
        standing().confine(new Principal("test:erp", Role.MANUFACTURER, Set.of("lemken", "claas")));

        assertThat(find("of-lemken", "test:erp").state()).isEqualTo(Subscription.State.ACTIVE);
        for (var lost : new String[] {"all", "of-krone"}) {
            assertThat(find(lost, "test:erp").state()).isEqualTo(Subscription.State.DISABLED);
            assertThat(find(lost, "test:erp").problem()).contains("other consignees", "replay");
        }
        assertThat(jobs.due()).containsExactlyInAnyOrder(ofLemken, elses);
        for (var lost : new String[] {asOperator, ofKrone}) {
            assertThat(jobs.find(lost).orElseThrow().state()).isEqualTo(ActivationJob.State.CANCELLED);
            assertThat(jobs.find(lost).orElseThrow().problem()).contains("other consignees");
        }
        standing().confine(new Principal("test:erp", Role.AUDITOR, Set.of()));
        assertThat(find("of-lemken", "test:erp").state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(jobs.due()).containsExactly(elses);
        assertThat(new AuditLog(ledger().database()).events(AccessKeys.CHAIN, 0, 10))
                .extracting(AuditEvent::kind)
                .containsExactlyInAnyOrder(
                        "subscription.disabled",
                        "subscription.disabled",
                        "activations.cancelled",
                        "activations.cancelled",
                        "subscription.disabled",
                        "activations.cancelled");
    }

    @Test
    default void reasonOfACancellationOutlivesTheTurnThatWasUnderWay() {
        var jobs = new ActivationJobs(ledger().database(), "hub-a", "1", Duration.ofMinutes(5));
        var job = job(jobs, "test:erp", Role.OPERATOR);
        var turn = jobs.take(job).orElseThrow();
        standing().confine(new Principal("test:erp", Role.AUDITOR, Set.of()));

        jobs.release(turn, Duration.ZERO, null);

        assertThat(jobs.find(job).orElseThrow().problem()).contains("another role");
    }

    private static String job(ActivationJobs jobs, String owner, Role role, String... consignees) {
        var job = jobs.begin(new Principal(owner, role, Set.of(consignees)), false);
        jobs.add(job, List.of(new ActivationItem(1, "g", "{}", ActivationItem.Outcome.WAITING, null)));
        return jobs.open(job).id();
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
        subscribe(id, owner, null);
    }

    private void subscribe(String id, String owner, @Nullable String consignee) {
        new Subscriptions(ledger().database())
                .add(new Subscriptions.Wish(
                        id,
                        owner,
                        "https://erp.example",
                        Set.of(),
                        consignee,
                        new Subscriptions.Key(Subscription.Signature.HMAC, "sealed", null)));
    }

    private Subscription find(String id, String owner) {
        return new Subscriptions(ledger().database()).find(owner, id).orElseThrow();
    }
}
