package dev.caravan.reconciliation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardState;
import dev.caravan.board.SecondCertificate;
import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.LeafIssuer;
import dev.caravan.custody.TestIssuer;
import dev.caravan.enrollment.FakeDps;
import dev.caravan.enrollment.Patience;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.AdoptedBoard;
import dev.caravan.ledger.Adoption;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Comparison;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Findings;
import dev.caravan.ledger.Roll;
import dev.caravan.ledger.Rolls;
import dev.caravan.ledger.Settled;
import dev.caravan.ledger.Stage;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.ASKER;
import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class AdoptionTest {

    private static final String HUB = "plant-a.azure-devices.net";

    @TempDir
    private Path folder;

    private final FakeDps dps = new FakeDps();
    private final Map<Integer, IssuedIdentity> identities = new HashMap<>();
    private TestLedger ledger;
    private LeafIssuer issuer;
    private Path supplied;

    @BeforeEach
    void openLedger() throws IOException {
        ledger = TestLedger.sqlite(folder.resolve("ledger.db"));
        issuer = new TestIssuer(folder.resolve("other"), ledger).issuer();
        supplied = Files.createDirectories(folder.resolve("supplied"));
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    @Test
    void dryRunSaysWhatItWouldDoAndChangesNothing() throws IOException {
        inDps(1, false);
        supply(1, "line-7/%s.pem");

        var run = adopt(false);

        assertThat(run.state()).isEqualTo(State.COMPLETE);
        assertThat(run.changed()).isEqualTo(1);
        assertThat(ledger.boards().find(guid(1))).isEmpty();
        assertThat(ledger.batches().list(9)).isEmpty();
    }

    @Test
    void boardsComeIntoTheLedgerInTheStateThatDpsHasThemIn() throws IOException {
        inDps(1, false);
        inDps(2, true);
        supply(1, "line-7/%s.pem");
        supply(2, "line-7/0f/%s.pem");

        var run = adopt(true);

        assertThat(run.changed()).isEqualTo(2);
        var enrolled = ledger.board(1);
        assertThat(enrolled.state()).isEqualTo(BoardState.ENROLLED);
        assertThat(enrolled.thumbprint()).isEqualTo(identity(1).thumbprint());
        assertThat(enrolled.certificate()).isEqualTo(base64(1));
        assertThat(enrolled.verifiedAt()).isNotNull();
        var activated = ledger.board(2);
        assertThat(activated.state()).isEqualTo(BoardState.ACTIVATED);
        assertThat(activated.activation().iotHub()).isEqualTo(HUB);
        assertThat(activated.activation().tags().path("site").asText()).isEqualTo("Augsburg");
        assertThat(activated.activatedAt()).isNotNull();
        assertThat(dps.calls()).as("DPS is only read").allMatch(call -> call.startsWith("page"));
    }

    @Test
    void adoptedBoardsAreABatchThatWantsItsReport() throws IOException {
        inDps(1, false);
        supply(1, "%s.pem");

        adopt(true);

        assertThat(ledger.batches().atTheirEnd()).singleElement().satisfies(batch -> {
            assertThat(batch.id()).startsWith("adopted-2");
            assertThat(batch.state()).isEqualTo(Batch.State.WORKING);
            assertThat(batch.rows()).isEqualTo(1);
        });
        assertThat(ledger.batches().halfRead())
                .as("there is no file whose rows could be read")
                .isEmpty();
        assertThat(ledger.chunks().unfinished(9)).isEmpty();
    }

    @Test
    void whatTheLedgerKnowsIsLeftAsItIsAndASecondRunDoesTheRest() throws IOException {
        inDps(1, false);
        supply(1, "%s.pem");
        adopt(true);
        ledger.completed(ledger.batches().list(1).get(0).id(), 1);
        var before = ledger.board(1);
        inDps(2, false);
        supply(2, "%s.pem");

        var run = adopt(true);

        assertThat(run.agreed()).isEqualTo(1);
        assertThat(run.changed()).isEqualTo(1);
        assertThat(ledger.board(1)).isEqualTo(before);
        assertThat(ledger.board(2).batch()).isEqualTo(before.batch());
        assertThat(ledger.batches().atTheirEnd()).as("the report is amended").hasSize(1);
    }

    /** Its identity is in the outbox and on the board; the ledger of the backup has another one for it, or none. */
    @Test
    void boardThatWasEnrolledAfterTheBackupThatTheLedgerComesFromIsTakenBackWithItsIdentity() throws IOException {
        var chunk = ledger.certified("line-7", 2);
        var claim = ledger.chunks().claim(chunk, Stage.ENROLL).orElseThrow();
        ledger.boards()
                .settled(
                        claim,
                        List.of(
                                new Settled.Parked(guid(1), "DPS already has an enrollment for this GUID"),
                                new Settled.Parked(guid(2), "DPS already has an enrollment for this GUID")));
        ledger.chunks().advance(claim);
        ledger.chunks().advance(ledger.chunks().claim(chunk, Stage.DELIVER).orElseThrow());
        ledger.completed("line-7", 1);
        inDps(1, false);
        inDps(2, true);
        supply(1, "line-7/%s.pem");
        supply(2, "line-7/%s.pem");

        assertThat(adopt(false).changed()).isEqualTo(1);
        assertThat(ledger.board(1).state()).isEqualTo(BoardState.PARKED);
        assertThat(adopt(true).changed()).isEqualTo(1);

        var board = ledger.board(1);
        assertThat(board.state()).isEqualTo(BoardState.ENROLLED);
        assertThat(board.thumbprint()).isEqualTo(identity(1).thumbprint());
        assertThat(board.certificate()).isEqualTo(base64(1));
        assertThat(board.reason()).isNull();
        assertThat(ledger.board(2).state()).as("DPS lets it in: a person").isEqualTo(BoardState.PARKED);
        assertThat(ledger.batches().atTheirEnd())
                .as("the report is amended")
                .extracting(Batch::id)
                .containsExactly("line-7");
        assertThat(adopt(true).changed()).isZero();
    }

    @Test
    void enrollmentOfADecommissionedBoardIsListedAndNotAgreed() throws IOException {
        inDps(1, false);
        supply(1, "%s.pem");
        adopt(true);
        ledger.set(1, BoardState.DECOMMISSIONED);

        var run = adopt(true);

        assertThat(run.agreed()).isZero();
        assertThat(run.changed()).isZero();
        assertThat(new Findings(ledger.database()).list(run.id(), null, null, 9))
                .extracting(Finding::guid, Finding::kind)
                .containsExactly(tuple(guid(1).value(), Kind.EXTRA));
        assertThat(words(run, 1)).startsWith("the board is DECOMMISSIONED, but DPS has an enrollment for it again");
    }

    @Test
    void cutOffAdoptionIsFinishedByTheNext() throws IOException {
        inDps(1, false);
        supply(1, "%s.pem");
        new Adoption(ledger.database()).take("adopted-2026-11-24", 1, List.of(adoptable(1)));
        assertThat(ledger.batches().atTheirEnd()).isEmpty();

        assertThat(adopt(true).changed()).isZero();

        assertThat(ledger.batches().atTheirEnd()).hasSize(1);
    }

    @Test
    void nameOfABatchThatAFileHasIsNotTaken() {
        ledger.accepted("adopted-2026-11-24", 1);

        new Adoption(ledger.database()).take("adopted-2026-11-24", 1, List.of(adoptable(7)));

        assertThat(ledger.board(7).batch()).isEqualTo("adopted-2026-11-24~2");
    }

    @Test
    void whatCannotBeAdoptedIsListedWithItsReason() throws IOException {
        inDps(1, false);
        inDps(2, false);
        supply(3, "%s.pem", guid(2).value());
        inDps(4, false);
        Files.writeString(supplied.resolve(guid(4) + ".pem"), "no certificate");
        inDps(5, true);
        supply(5, "%s.pem");
        dps.put(guid(5), enrollment(5, true, List.of()));
        dps.put(guid(6), FakeDps.disabled(identity(3).thumbprint()));
        supply(3, "%s.pem", guid(6).value());
        dps.putForeign("thermometer-1");

        var run = adopt(true);

        assertThat(run.changed()).isZero();
        assertThat(run.noBoards()).isEqualTo(1);
        assertThat(new Findings(ledger.database()).list(run.id(), null, null, 9))
                .extracting(Finding::guid, Finding::kind)
                .containsExactly(
                        tuple(guid(1).value(), Kind.NO_CERTIFICATE),
                        tuple(guid(2).value(), Kind.OTHER_CERTIFICATE),
                        tuple(guid(4).value(), Kind.OTHER_CERTIFICATE),
                        tuple(guid(5).value(), Kind.OTHER_HUB),
                        tuple(guid(6).value(), Kind.OTHER_CERTIFICATE));
        assertThat(words(run, 2))
                .contains(
                        identity(2).thumbprint(),
                        "holds the one with " + identity(3).thumbprint());
        assertThat(words(run, 4)).contains("cannot be used: there is no certificate");
        assertThat(words(run, 6)).contains("is not the board's GUID, but 'CN=" + guid(3));
    }

    @Test
    void boardThatIsBeingRolledIsAdoptedWithBothCertificatesOrNotAtAll() throws Exception {
        var next = issuer.issue(guid(1));
        dps.put(guid(1), rolledTo(next.thumbprint()));
        supply(1, "%s.pem");

        assertThat(words(adopt(true), 1))
                .isEqualTo("the enrollment also accepts, in its secondary slot, the certificate with SHA-256 "
                        + next.thumbprint() + ", and no file for the board holds it");
        Files.write(supplied.resolve(guid(1) + ".next.pem"), next.clearPem());
        assertThat(adopt(true).changed()).isEqualTo(1);

        assertThat(ledger.board(1).thumbprint()).isEqualTo(identity(1).thumbprint());
        assertThat(ledger.board(1).second())
                .isEqualTo(new SecondCertificate(
                        next.thumbprint(),
                        Base64.getEncoder().encodeToString(next.leaf().getEncoded())));
        var roll = new Rolls(ledger.database()).find(guid(1)).orElseThrow();
        assertThat(roll.step()).isEqualTo(Roll.Step.AWAIT);
        assertThat(roll.by()).isEqualTo(ASKER);
    }

    @Test
    void certificateThatStandsInBothSlotsIsOne() throws IOException {
        dps.put(guid(1), rolledTo(identity(1).thumbprint()));
        supply(1, "%s.pem");

        assertThat(adopt(true).changed()).isEqualTo(1);

        assertThat(ledger.board(1).second()).isNull();
        assertThat(new Rolls(ledger.database()).find(guid(1))).isEmpty();
    }

    /** The enrollment of board 1, with this certificate in its secondary slot. */
    private StoredEnrollment rolledTo(String secondThumbprint) {
        var one = enrollment(1, true, List.of(HUB));
        return new StoredEnrollment(
                true,
                one.thumbprint(),
                secondThumbprint,
                one.etag(),
                one.iotHubs(),
                true,
                one.tags(),
                one.desired(),
                null);
    }

    @Test
    void ofSeveralFilesTheOneThatDpsAttestsCounts() throws IOException {
        inDps(1, false);
        supply(3, "old/%s.pem", guid(1).value());
        supply(1, guid(1) + "/certificate.pem");
        Files.write(supplied.resolve(guid(1) + ".readme"), new byte[] {1});

        assertThat(adopt(true).changed()).isEqualTo(1);
    }

    @Test
    void certificateMayBeDerAndCarryItsThumbprintInTheName() throws Exception {
        inDps(1, false);
        inDps(2, false);
        Files.write(supplied.resolve(guid(1) + ".cer"), identity(1).leaf().getEncoded());
        supply(2, "%s." + identity(2).thumbprint() + ".PEM");

        assertThat(adopt(true).changed()).isEqualTo(2);
    }

    private String words(DpsRun run, int number) {
        return new Findings(ledger.database())
                .list(run.id(), null, null, 9).stream()
                        .filter(finding -> finding.guid().equals(guid(number).value()))
                        .findFirst()
                        .orElseThrow()
                        .what();
    }

    private DpsRun adopt(boolean apply) {
        var runs = new DpsRuns(ledger.database(), "hub-a", "1", Duration.ofMinutes(5));
        var runner = new DpsRunner(
                runs,
                new Findings(ledger.database()),
                new Comparison(ledger.database()),
                dps,
                new Patience(1, new Random(7)),
                (board, words) -> {},
                new ReconciliationSettings(false, "02:00", false, 2, 1000),
                new Adoption(ledger.database()),
                Clock.system(ZoneOffset.UTC));
        var run = runner.beginAdoption(supplied, apply, ASKER).orElseThrow();
        runner.carryOut(run);
        return runs.find(run.id()).orElseThrow();
    }

    private IssuedIdentity identity(int number) {
        return identities.computeIfAbsent(number, missing -> issuer.issue(guid(missing)));
    }

    private String base64(int number) {
        return adoptable(number).certificate();
    }

    private AdoptedBoard adoptable(int number) {
        try {
            return new AdoptedBoard(
                    guid(number),
                    identity(number).thumbprint(),
                    Base64.getEncoder().encodeToString(identity(number).leaf().getEncoded()),
                    null);
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void inDps(int number, boolean enabled) {
        dps.put(guid(number), enrollment(number, enabled, enabled ? List.of(HUB) : List.of()));
    }

    private StoredEnrollment enrollment(int number, boolean enabled, List<String> hubs) {
        var json = JsonNodeFactory.instance;
        return new StoredEnrollment(
                enabled,
                identity(number).thumbprint(),
                "etag-0",
                hubs,
                !hubs.isEmpty(),
                json.objectNode().put("site", "Augsburg"),
                json.objectNode(),
                null);
    }

    private void supply(int number, String name) throws IOException {
        supply(number, name, guid(number).value());
    }

    private void supply(int number, String name, String guid) throws IOException {
        var file = supplied.resolve(String.format(name, guid));
        Files.createDirectories(file.getParent());
        Files.write(file, identity(number).clearPem());
    }
}
