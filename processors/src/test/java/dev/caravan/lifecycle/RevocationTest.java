package dev.caravan.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.activation.ActivationOutcome;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationSettings;
import dev.caravan.activation.Activator;
import dev.caravan.board.Activation;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.certificate.RevocationList;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.certificate.RevokedCertificate;
import dev.caravan.custody.IdentityRecord;
import dev.caravan.custody.TestIdentities;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Revocations;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.registry.FakeRegistries;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** Both places first, the list afterwards: boards with real certificates. */
class RevocationTest {

    private static final String A = "plant-a.azure-devices.net";
    private static final Order STOLEN = new Order(ASKER, "stolen", OptionalLong.empty());

    @TempDir
    Path data;

    private FakeDps dps = new FakeDps();
    private FakeRegistries hubs = new FakeRegistries(A);
    private LeafIssuer issuer;
    private TestLedger ledger;
    private Lifecycle lifecycle;

    @BeforeEach
    void begin() {
        issuer = TestIdentities.issuer(data);
        open(data);
    }

    /** Boards 1 and 2 enrolled, 1 activated and registered in hub A. */
    private void open(Path folder) {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        dps = new FakeDps();
        hubs = new FakeRegistries(A);
        enrolled(ledger.accepted("line-7", 2));
        lifecycle = new Lifecycle(
                ledger.boards(),
                new Lifecycles(ledger.database()),
                dps,
                hubs,
                activator()::takeOver,
                TestIdentities.with(issuer, TestIdentities.clear(folder), ledger),
                new LifecycleSettings(Duration.ZERO));
        activate(1);
        dps.assigned(guid(1), A);
        var json = JsonNodeFactory.instance;
        hubs.add(A, guid(1), json.objectNode(), json.objectNode());
        new FirstBoots(ledger.database()).seen(guid(1), A, null);
    }

    private void enrolled(ChunkRef chunk) {
        var claim = ledger.chunks().claim(chunk, Stage.CERTIFY).orElseThrow();
        var made = ledger.boards().of(chunk, BoardState.ACCEPTED).stream()
                .map(board -> IdentityRecord.certified(issuer.issue(board.guid())))
                .toList();
        ledger.boards().certified(claim, made);
        ledger.chunks().advance(claim);
        claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards()
                .settled(
                        claim,
                        made.stream()
                                .<Settled>map(board -> new Settled.Enrolled(board.guid(), true))
                                .toList());
        ledger.chunks().advance(claim);
        claim = ledger.chunks().claim(chunk, Stage.DELIVER).orElseThrow();
        ledger.chunks().advance(claim);
        made.forEach(board -> dps.put(board.guid(), FakeDps.disabled(board.thumbprint())));
    }

    private Activator activator() {
        return new Activator(ledger.boards(), dps, hubs, new ActivationSettings(List.of(A)));
    }

    private ActivationOutcome activate(int number) {
        var json = JsonNodeFactory.instance;
        var board = ledger.board(number);
        return activator()
                .activate(
                        board,
                        new Activation(A, json.objectNode(), json.objectNode()),
                        OptionalLong.of(board.version()),
                        ASKER);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private LifecycleOutcome revoke(int number) {
        return lifecycle.revoke(ledger.board(number), RevocationReason.KEY_COMPROMISE, STOLEN);
    }

    private List<RevocationList.Entry> listed(String certificate) {
        var revoked = RevokedCertificate.of(certificate).orElseThrow();
        var revocations = new Revocations(ledger.database());
        var entries = new ArrayList<RevocationList.Entry>();
        revocations.entries(revocations.begin(revoked.issuer(), Instant.EPOCH)).forEachRemaining(entries::add);
        return entries.stream()
                .filter(entry -> entry.serial().equals(revoked.serial()))
                .toList();
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
        assertThat(listed(certificate))
                .singleElement()
                .extracting(RevocationList.Entry::reason)
                .isEqualTo(RevocationReason.KEY_COMPROMISE);
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
        assertThat(activate(1)).isInstanceOf(ActivationOutcome.NotEnrolled.class);

        assertThat(lifecycle.reissue(ledger.board(1), STOLEN)).isInstanceOf(Done.class);

        assertThat(ledger.board(1).state()).isEqualTo(BoardState.DEACTIVATED);
        assertThat(activate(1)).isInstanceOf(Activated.class);
        assertThat(listed(certificate))
                .extracting(RevocationList.Entry::reason)
                .containsExactly(RevocationReason.KEY_COMPROMISE);
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

        assertThat(listed(before))
                .extracting(RevocationList.Entry::reason)
                .containsExactly(RevocationReason.SUPERSEDED);
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
