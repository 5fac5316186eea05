package dev.caravan.lifecycle;

import java.nio.file.Path;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Both places first, the list afterwards: boards with real certificates. */
class RevocationTest extends OnPlant {

    private static final Order STOLEN = new Order(ASKER, "stolen", OptionalLong.empty());

    private Lifecycle lifecycle;

    /** Boards 1 and 2 enrolled, 1 activated and registered in hub A. */
    @Override
    void open(Path folder) {
        super.open(folder);
        enrolled(2);
        registered(1);
        lifecycle = lifecycle();
    }

    private LifecycleOutcome revoke(int number) {
        return lifecycle.revoke(ledger.board(number), RevocationReason.KEY_COMPROMISE, STOLEN);
    }

    @Test
    void bothPlacesAreClosedAndReadBackBeforeTheCertificateIsListed() {
        var certificate = ledger.board(1).requireCertificate();
        hubs.watch(call -> assertThat(listed(certificate)).as(call).isEmpty());
        dps.watch(() -> assertThat(listed(certificate)).isEmpty());

        assertThat(revoke(1)).isEqualTo(new Done(ledger.board(1), true));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.REVOKED);
        assertThat(dps.stored(guid(1)).orElseThrow().enabled()).isFalse();
        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
        assertThat(listed(certificate)).containsExactly(RevocationReason.KEY_COMPROMISE);
        assertThat(ledger.notes("board.revoked")).singleElement().satisfies(detail -> assertThat(detail)
                .contains("\"revocation\":\"keyCompromise\"", "\"reason\":\"stolen\"", "\"listed\":true"));
        hubs.watch(call -> {});
        dps.watch(() -> {});
        assertThat(revoke(1)).isEqualTo(new Done(ledger.board(1), false));
    }

    @Test
    void hubThatGivesNoAnswerKeepsTheCertificateOffTheListUntilItDoes() {
        var certificate = ledger.board(1).requireCertificate();
        hubs.watch(call -> {
            throw FakeRegistries.throttled();
        });
        assertThat(revoke(1)).isInstanceOf(HalfDone.class);
        assertThat(listed(certificate)).isEmpty();

        hubs.watch(call -> {});
        ledger.endLifecyclePauses();
        lifecycle.resume();

        assertThat(listed(certificate)).hasSize(1);
    }

    @Test
    void revokedBoardComesBackWithAnotherIdentityOnly() {
        var certificate = ledger.board(1).requireCertificate();
        revoke(1);
        assertThat(activate(1, "hall 3")).isInstanceOf(ActivationOutcome.NotEnrolled.class);

        assertThat(lifecycle.reissue(ledger.board(1), STOLEN)).isInstanceOf(Done.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(activate(1, "hall 3")).isInstanceOf(Activated.class);
        assertThat(listed(certificate)).containsExactly(RevocationReason.KEY_COMPROMISE);
        assertThat(listed(ledger.board(1).requireCertificate())).isEmpty();
    }

    @Test
    void enrolledBoardIsRevokedAndComesBackAsEnrolled() {
        assertThat(revoke(2)).isInstanceOf(Done.class);
        assertThat(ledger.board(2).state()).isEqualTo(BoardState.REVOKED);
        assertThat(lifecycle.replace(ledger.board(2), ledger.board(1), STOLEN)).isInstanceOf(NotNow.class);

        lifecycle.reissue(ledger.board(2), STOLEN);

        assertThat(ledger.board(2).state()).isEqualTo(BoardState.ENROLLED);
    }

    @Test
    void certificateThatAReissueReplacesIsListedAsSuperseded() {
        var before = ledger.board(2).requireCertificate();

        lifecycle.reissue(ledger.board(2), STOLEN);

        assertThat(listed(before)).containsExactly(RevocationReason.SUPERSEDED);
    }

    @Test
    void boardThatIsGoneForGoodIsListedAtOnce() {
        lifecycle.decommission(ledger.board(1), STOLEN);
        var calls = dps.calls().size();

        assertThat(revoke(1)).isEqualTo(new Done(ledger.board(1), true));
        assertThat(revoke(1)).isEqualTo(new Done(ledger.board(1), false));

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DECOMMISSIONED);
        assertThat(dps.calls()).hasSize(calls);
        assertThat(listed(ledger.board(1).requireCertificate())).hasSize(1);
    }

    @Test
    void replacedBoardThatIsOpenAgainIsNotCalledRevoked() {
        lifecycle.replace(ledger.board(1), ledger.board(2), STOLEN);
        hubs.enable(A, hubs.find(A, guid(1)).orElseThrow(), true, "in the Azure portal");

        assertThat(revoke(1)).isInstanceOfSatisfying(NotNow.class, refused -> assertThat(refused.why())
                .contains("decommission it"));

        assertThat(listed(ledger.board(1).requireCertificate())).isEmpty();
    }

    @Test
    void revokedBoardThatIsOpenAgainIsClosedByAnotherRevocation() {
        revoke(1);
        hubs.enable(A, hubs.find(A, guid(1)).orElseThrow(), true, "in the Azure portal");

        assertThat(revoke(1)).isEqualTo(new Done(ledger.board(1), true));

        assertThat(hubs.isEnabled(A, guid(1))).isFalse();
        assertThat(listed(ledger.board(1).requireCertificate())).hasSize(1);
    }
}
