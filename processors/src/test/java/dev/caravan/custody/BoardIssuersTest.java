package dev.caravan.custody;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.batch.DryRun;
import dev.caravan.batch.FileIssuers;
import dev.caravan.batch.Intake;
import dev.caravan.batch.IntakeFolders;
import dev.caravan.batch.IntakeRules;
import dev.caravan.batch.Signatures;
import dev.caravan.certificate.CaDesk;
import dev.caravan.certificate.CaLife;
import dev.caravan.certificate.CaRecords;
import dev.caravan.certificate.CertificateTools;
import dev.caravan.certificate.CryptoProviders;
import dev.caravan.certificate.IssuerChoice;
import dev.caravan.certificate.IssuerSettings;
import dev.caravan.certificate.Issuers;
import dev.caravan.certificate.KeyId;
import dev.caravan.certificate.KnownIssuer;
import dev.caravan.certificate.LeafIssuers;
import dev.caravan.certificate.LeafProfile;
import dev.caravan.certificate.Pem;
import dev.caravan.certificate.TestKeys;
import dev.caravan.ledger.ChunkOutcome;
import dev.caravan.ledger.ChunkRef;
import dev.caravan.ledger.ChunkWork;
import dev.caravan.ledger.IssuingAuthorities;
import dev.caravan.ledger.IssuingAuthority;
import dev.caravan.ledger.ReportRow;
import dev.caravan.ledger.TestLedger;

import static dev.caravan.ledger.TestLedger.guid;
import static org.assertj.core.api.Assertions.assertThat;

/** From the file in its folder to the certificate, with three issuers. */
class BoardIssuersTest {

    private static final char[] PASSWORD = "of a test".toCharArray();

    @TempDir
    Path data;

    private final CertificateTools tools =
            new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
    private TestLedger ledger;
    private IssuingAuthorities authorities;
    private CaDesk desk;

    @BeforeEach
    void found() {
        ledger = TestLedger.sqlite(data.resolve("ledger.db"));
        authorities = new IssuingAuthorities(ledger.database());
        desk = new CaDesk(data.resolve("ca"), PASSWORD, tools);
        for (var name : List.of(Issuers.DEFAULT, "plant-b", "plant-c")) {
            desk.found(name, null, CaLife.USUAL);
        }
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void rowChoosesBeforeFolderAndFolderBeforeConsigneeAndEachIssuerIsCounted() throws Exception {
        var certifier = certifier(issuers("plant-b", "plant-c"));

        certifier.certify(drop("inbox-b/far.csv", "guid,consignee,Issuer", guid(1) + ",,", guid(2) + ",,plant-c"));
        certifier.certify(drop("inbox/near.csv", "guid,consignee", guid(3) + ",krone", guid(4) + ",claas"));

        assertThat(List.of(signer(1), signer(2), signer(3), signer(4)))
                .containsExactly("plant-b", "plant-c", "plant-b", "default");
        assertThat(authorities.list().stream()
                        .collect(Collectors.toMap(IssuingAuthority::name, IssuingAuthority::issued)))
                .isEqualTo(Map.of("plant-b", 2L, "plant-c", 1L, "default", 1L));
    }

    @Test
    void rowThatNamesAnUnknownIssuerIsRefusedWithColumnRuleAndValue() throws Exception {
        drop("inbox/line-7.csv", "guid,issuer", guid(1) + ",plant-x", guid(2) + ",plant-b");

        assertThat(ledger.batches().reportRows("line-7"))
                .extracting(ReportRow::line, ReportRow::state, ReportRow::reason)
                .startsWith(org.assertj.core.groups.Tuple.tuple(
                        2L,
                        "REJECTED",
                        "column 'issuer' must name an issuer of this hub (default, plant-b, plant-c;"
                                + " caravan.certificate.issuers), but is 'plant-x'"));
        assertThat(ledger.boards().find(guid(2))).isPresent();
    }

    @Test
    void rotatedIssuerSignsTheNextChunkAndTheOldChainStaysThatOfTheOldBoards() throws Exception {
        var certifier = certifier(issuers());
        certifier.certify(drop("inbox/before.csv", "guid", "" + guid(1)));

        desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        certifier.certify(drop("inbox/after.csv", "guid", "" + guid(2)));

        var known = new CaRecords(data.resolve("ca"))
                .issuers().stream()
                        .filter(issuer -> issuer.name().equals(Issuers.DEFAULT))
                        .toList();
        assertThat(known).hasSize(2);
        assertThat(List.of(authority(2), authority(1)))
                .extracting(IssuingAuthority::keyId)
                .containsExactlyElementsOf(
                        known.stream().map(KnownIssuer::keyId).toList());
        assertThat(identity("before", 1)).contains(authority(1).chain());
        assertThat(identity("after", 2))
                .contains(authority(2).chain())
                .doesNotContain(authority(1).chain());
        assertThat(authority(1).issued()).isEqualTo(1);
        assertThat(ledger.notes("issuer.taken")).hasSize(2);
    }

    @Test
    void nextCertificateOfABoardIsUnderItsFormerIssuersNameWhateverWouldChooseNow() throws Exception {
        var leaves = issuers("plant-b");
        certifier(leaves).certify(drop("inbox/line-7.csv", "guid,issuer", guid(1) + ",plant-b"));
        desk.rotate("plant-b", null, CaLife.USUAL);
        var nothingChosen = new BoardIssuers(leaves, new IssuerChoice(List.of()), authorities);

        var again = nothingChosen.in("line-7").apply(ledger.board(1)).issue(guid(1));

        assertThat(KeyId.ofIssuer(again.leaf()))
                .contains(new CaRecords(data.resolve("ca"))
                        .issuers().stream()
                                .filter(issuer -> issuer.name().equals("plant-b") && issuer.issues())
                                .findFirst()
                                .orElseThrow()
                                .keyId());
    }

    @Test
    void boardsOfAnIssuerThatWasTakenOutOfTheConfigurationWaitAndSaySo() throws Exception {
        var chunk = drop("inbox/line-7.csv", "guid,issuer", guid(1) + ",plant-b");

        assertThat(certifier(issuers()).certify(chunk))
                .isEqualTo(new ChunkOutcome.Deferred(
                        chunk,
                        "there is no issuer named 'plant-b', only [default]; caravan.certificate.issuers names them"));
    }

    private LeafIssuers issuers(String... others) {
        var issuers = Issuers.openOrFound(data.resolve("ca"), PASSWORD::clone, Arrays.asList(others), tools);
        return new LeafIssuers(
                issuers,
                LeafProfile.TEN_YEARS,
                tools,
                signs -> authorities.know(KeyId.of(signs.issuer()), signs.name(), Pem.of(signs.chain())));
    }

    private Certifier certifier(LeafIssuers leaves) {
        return new Certifier(
                ledger.boards(),
                new ChunkWork(ledger.chunks(), Duration.ofMinutes(1)),
                new BoardIssuers(leaves, choice(), authorities),
                new ClearIdentities(data.resolve("work"), data.resolve("outbox")),
                new BatchBoxes(ledger.batches()));
    }

    private IssuerChoice choice() {
        return new IssuerChoice(List.of(
                new IssuerSettings("plant-b", List.of("krone"), List.of(data.resolve("inbox-b")), null, null),
                new IssuerSettings("plant-c", null, null, null, null)));
    }

    private ChunkRef drop(String file, String... lines) throws Exception {
        var folders = new IntakeFolders(data.resolve("work"), data.resolve("archive"), data.resolve("quarantine"));
        var known = new FileIssuers(Set.of(Issuers.DEFAULT, "plant-b", "plant-c"), choice().byInbox());
        var intake = new Intake(
                ledger.batches(),
                new IntakeRules(new Signatures(List.of(), Clock.systemUTC()), TestKeys.RULES, known),
                new DryRun(ledger.database(), folders, data.resolve("outbox"), 500),
                folders,
                500,
                Clock.systemUTC());
        var input = data.resolve(file);
        Files.createDirectories(input.getParent());
        var batch = intake.take(Files.writeString(input, String.join("\n", lines) + "\n"))
                .batch();
        intake.read(batch, chunk -> {});
        return new ChunkRef(batch, 0);
    }

    private IssuingAuthority authority(int number) {
        return authorities
                .find(BoardIssuers.signerOf(ledger.board(number).requireCertificate())
                        .orElseThrow())
                .orElseThrow();
    }

    private String signer(int number) {
        return authority(number).name();
    }

    private String identity(String batch, int number) throws Exception {
        var file = guid(number) + "." + ledger.board(number).requireThumbprint() + ".pem";
        return Files.readString(data.resolve("work").resolve(batch).resolve(file));
    }
}
