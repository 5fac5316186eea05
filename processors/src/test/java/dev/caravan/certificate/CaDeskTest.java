package dev.caravan.certificate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CaDeskTest {

    private static final String CODE = "A1B2C3D4E5F60718293A4B5C6D7E8F900112233445566778";
    private static final char[] OTHER = "a password of the safe".toCharArray();

    @TempDir
    Path data;

    private Path folder;
    private CaDesk desk;
    private CertificateAuthority first;

    @BeforeEach
    void found() {
        folder = data.resolve("ca");
        desk = at(Fixtures.NOW);
        first = desk.found(Issuers.DEFAULT, null, CaLife.USUAL);
    }

    private CaDesk at(Instant moment) {
        return new CaDesk(folder, Fixtures.password(), Fixtures.at(moment));
    }

    @Test
    void hubOpensWhatWasFoundedForItAndASecondFoundingIsRefused() {
        assertThat(Fixtures.authority(folder).chain()).isEqualTo(first.chain());

        refused(() -> desk.found(Issuers.DEFAULT, null, CaLife.USUAL), "issuer 'default' is founded already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.p12", "root.pem"})
    void rootThatIsExportedAndRemovedComesBackForOneCall(String name) throws Exception {
        var safe = new RootFile(data.resolve(name), OTHER);

        desk.exportRoot(safe, true);

        assertThat(folder.resolve("root.p12")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(safe.file())))
                .isEqualTo("rw-------");
        assertThat(Fixtures.authority(folder).chain()).isEqualTo(first.chain());
        refused(() -> desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL), "root.p12 is not there: give back the file");
        refused(
                () -> desk.rotate(Issuers.DEFAULT, new RootFile(safe.file(), "wrong".toCharArray()), CaLife.USUAL),
                "the password does not open");
        var second = desk.rotate(Issuers.DEFAULT, safe, CaLife.USUAL);
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.issuer()).isNotEqualTo(first.issuer());
        second.issuer().verify(first.root().getPublicKey());
        assertThat(folder.resolve("root.p12")).doesNotExist();
    }

    @Test
    void exportOverwritesNoFileAndWithoutRemovalTheRootStays() throws Exception {
        var safe = new RootFile(data.resolve("safe.p12"), OTHER);
        desk.exportRoot(safe, false);
        assertThat(folder.resolve("root.p12")).exists();
        var before = Files.readAllBytes(safe.file());

        refused(() -> desk.exportRoot(safe, true), "safe.p12 exists");

        assertThat(Files.readAllBytes(safe.file())).isEqualTo(before);
        assertThat(folder.resolve("root.p12")).exists();
    }

    @Test
    void keyOfAnotherRootIsRefused() {
        var others = new CaDesk(data.resolve("other"), Fixtures.password(), Fixtures.at(Fixtures.NOW));
        others.found(Issuers.DEFAULT, null, CaLife.USUAL);
        var foreign = new RootFile(data.resolve("safe.p12"), OTHER);
        others.exportRoot(foreign, false);

        refused(() -> desk.rotate(Issuers.DEFAULT, foreign, CaLife.USUAL), "as before, but is CN=Caravan Root CA");

        assertThat(Fixtures.authority(folder).chain()).isEqualTo(first.chain());
    }

    @Test
    void rotationKeepsChainAndKeyOfTheFormerIssuer() {
        var second = desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        var third = desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);

        assertThat(new CaRecords(folder).issuers())
                .containsExactlyInAnyOrder(
                        new KnownIssuer("default", true, third.chain()),
                        new KnownIssuer("default", false, second.chain()),
                        new KnownIssuer("default", false, first.chain()));
        var former = new CaKeyStore(folder.resolve("retired").resolve(KeyId.of(first.issuer()) + ".p12"));
        assertThat(former.read(Fixtures.password()).chain()).isEqualTo(first.chain());
    }

    @Test
    void rotationCutShortBetweenKeyAndChainIsCompleted() throws Exception {
        var before = Files.readAllBytes(folder.resolve("ca-chain.pem"));
        var second = desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
        Files.write(folder.resolve("ca-chain.pem"), before);

        assertThat(Fixtures.authority(folder).chain()).isEqualTo(second.chain());

        assertThat(folder.resolve("ca-chain.pem")).content().isEqualTo(Pem.of(second.chain()));
    }

    @Test
    void issuerWhoseKeyIsLostIsReplacedAndItsChainStaysKnown() throws Exception {
        Files.delete(folder.resolve("issuer.p12"));

        var second = desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);

        assertThat(new CaRecords(folder).issuers())
                .extracting(KnownIssuer::keyId)
                .containsExactly(KeyId.of(second.issuer()), KeyId.of(first.issuer()));
        assertThat(Fixtures.authority(folder).chain()).isEqualTo(second.chain());
    }

    @Test
    void lostRootIsReplacedByANewOneAndNotWhileTheOldIsThere() throws Exception {
        refused(() -> desk.rotateWithNewRoot(Issuers.DEFAULT, CaLife.USUAL), "root.p12 is there");
        Files.delete(folder.resolve("root.p12"));

        var second = desk.rotateWithNewRoot(Issuers.DEFAULT, CaLife.USUAL);

        assertThat(second.root()).isNotEqualTo(first.root());
        assertThat(Fixtures.authority(folder).chain()).isEqualTo(second.chain());
        desk.rotate(Issuers.DEFAULT, null, CaLife.USUAL);
    }

    @Test
    void newRootIsTheDefaultIssuersFirstAndTheOthersFollow() throws Exception {
        desk.found("plant-b", null, CaLife.USUAL);
        Files.delete(folder.resolve("root.p12"));
        refused(() -> desk.rotateWithNewRoot("plant-b", CaLife.USUAL), "only the default issuer gets a new root");

        var second = desk.rotateWithNewRoot(Issuers.DEFAULT, CaLife.USUAL);
        var other = desk.rotate("plant-b", null, CaLife.USUAL);

        assertThat(other.root()).isEqualTo(second.root());
        assertThat(Issuers.openOrFound(folder, Fixtures::password, List.of("plant-b"), Fixtures.at(Fixtures.NOW))
                        .named("plant-b")
                        .chain())
                .isEqualTo(other.chain());
    }

    @Test
    void noIssuerOutlivesItsRoot() {
        var later = at(Fixtures.NOW.plusSeconds(10 * 365 * 86_400L)).rotate(Issuers.DEFAULT, null, CaLife.USUAL);

        assertThat(later.issuer().getNotAfter()).isEqualTo(first.root().getNotAfter());
    }

    @Test
    void proofNamesTheCodeAndIsSignedByTheAuthorityInQuestion() throws Exception {
        var byIssuer = desk.proof(CODE, Issuers.DEFAULT);
        var byRoot = desk.proofByRoot(CODE, null);

        byIssuer.verify(first.issuer().getPublicKey());
        byRoot.verify(first.root().getPublicKey());
        assertThat(byIssuer.getSubjectX500Principal().getName()).isEqualTo("CN=" + CODE);
        assertThat(byRoot.getIssuerX500Principal()).isEqualTo(first.root().getSubjectX500Principal());
        assertThat(byIssuer.getBasicConstraints()).isEqualTo(-1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> desk.proof("x".repeat(65), Issuers.DEFAULT))
                .withMessageContaining("of 1 to 64 characters");
    }

    @Test
    void requestThatTheRootSignsElsewhereBecomesTheIssuerAndTheRootMayBeLeftOut() throws Exception {
        var root = new CaKeyStore(folder.resolve("root.p12")).read(Fixtures.password());
        var request = request(desk.request(Issuers.DEFAULT));
        assertThat(request(desk.request(Issuers.DEFAULT)).getSubjectPublicKeyInfo())
                .isEqualTo(request.getSubjectPublicKeyInfo());

        var signed = data.resolve("signed.pem");
        Files.writeString(signed, Pem.of(List.of(Elsewhere.sign(request, root))));
        var second = desk.accept(Issuers.DEFAULT, signed);

        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.issuer().getPublicKey().getEncoded())
                .isEqualTo(request.getSubjectPublicKeyInfo().getEncoded());
        assertThat(folder.resolve("next.p12")).doesNotExist();
        refused(() -> desk.accept(Issuers.DEFAULT, signed), "no issuer's key waits for a certificate");
    }

    @Test
    void answerToAnotherRequestIsRefusedAndTheKeyWaitsOn() throws Exception {
        desk.request(Issuers.DEFAULT);
        var wrong = data.resolve("signed.pem");
        Files.writeString(wrong, Pem.of(first.chain()));

        refused(() -> desk.accept(Issuers.DEFAULT, wrong), "the private key does not belong to the certificate");

        assertThat(folder.resolve("next.p12")).exists();
    }

    @Test
    void furtherIssuerStandsUnderTheSameRootInAFolderOfItsOwn() {
        var other = desk.found("plant-b", null, CaLife.USUAL);

        assertThat(other.root()).isEqualTo(first.root());
        assertThat(other.name()).isEqualTo("plant-b");
        assertThat(folder.resolve("issuers/plant-b/ca-chain.pem")).content().isEqualTo(Pem.of(other.chain()));
        assertThat(new CaRecords(folder).issuers())
                .extracting(KnownIssuer::name)
                .containsExactly("default", "plant-b");
        refused(() -> desk.rotate("plant-c", null, CaLife.USUAL), "no issuer 'plant-c' yet, only [default, plant-b]");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> desk.found("../plant", null, CaLife.USUAL))
                .withMessageContaining("but is '../plant'");
    }

    private static PKCS10CertificationRequest request(byte[] pem) throws Exception {
        try (var parser =
                new PEMParser(new java.io.StringReader(new String(pem, java.nio.charset.StandardCharsets.US_ASCII)))) {
            return (PKCS10CertificationRequest) parser.readObject();
        }
    }

    private static void refused(Runnable change, String because) {
        assertThatExceptionOfType(CertificateAuthorityException.class)
                .isThrownBy(change::run)
                .withMessageContaining(because)
                .matches(refusal -> refusal.getMessage().lines().count() == 1);
    }
}
