package dev.caravan.certificate;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.board.BoardGuid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Certificates that are wrong on purpose, each in one way. */
class LeafInspectionTest {

    private static final BoardGuid OTHER_BOARD = new BoardGuid("11111111-2222-3333-4444-555555555555");

    @TempDir
    Path data;

    private final CertificateTools tools = Fixtures.at(Fixtures.NOW);
    private final CertificateDraft.Validity validity =
            new CertificateDraft.Validity(Fixtures.NOW, Fixtures.NOW.plus(Duration.ofDays(1)));
    private CertificateAuthority authority;
    private KeyPair key;
    private LeafProfile profile = LeafProfile.TEN_YEARS;
    private Optional<BigInteger> serial = Optional.empty();

    @BeforeEach
    void found() throws Exception {
        authority = Fixtures.authority(data.resolve("authority"));
        key = CertificateDraft.newKey(tools);
    }

    @Test
    void certificateAsAskedForPasses() throws Exception {
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);

        assertThatCode(() -> inspect(draft, Fixtures.BOARD, authority)).doesNotThrowAnyException();
    }

    @Test
    void nameOfAnotherBoardIsSeen() throws Exception {
        refused(draft(OTHER_BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth), "subject");
    }

    @Test
    void certificateForServersIsSeen() throws Exception {
        refused(draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth), "extended key usage");
    }

    @Test
    void furtherKeyUsageIsSeen() throws Exception {
        var usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign;

        refused(draft(Fixtures.BOARD, usage, KeyPurposeId.id_kp_clientAuth), "key usage");
    }

    @Test
    void furtherExtensionIsSeen() throws Exception {
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)
                .plain(Extension.noRevAvail, org.bouncycastle.asn1.DERNull.INSTANCE);

        refused(draft, "extensions");
    }

    @Test
    void keyUsageOfAnRsaKeyIsNotThatOfAnother() throws Exception {
        key = LeafKey.RSA_2048.newPair(tools);

        refused(draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth), "key usage");
    }

    @Test
    void otherSerialNumberIsSeen() throws Exception {
        serial = Optional.of(BigInteger.TWO.pow(100));

        refused(draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth), "serial number");
    }

    @Test
    void missingAttributeOfTheSubjectIsSeen() throws Exception {
        profile = Profiles.withEverything(LeafKey.P_256);

        refused(draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth), "subject");
    }

    @Test
    void missingExtensionIsSeen() throws Exception {
        profile = Profiles.withGuidUri();

        refused(draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth), "extensions");
    }

    @Test
    void alternativeNameOfAnotherBoardIsSeen() throws Exception {
        profile = Profiles.withGuidUri();
        var other = new GeneralName(GeneralName.uniformResourceIdentifier, "urn:uuid:" + OTHER_BOARD);
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)
                .plain(Extension.subjectAlternativeName, new GeneralNames(other));

        refused(draft, "subject alternative name");
    }

    @Test
    void furtherDistributionPointIsSeen() throws Exception {
        profile = Profiles.withDistributionPoint("http://crl.example/a.crl");
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)
                .plain(Extension.cRLDistributionPoints, new CRLDistPoint(new DistributionPoint[] {
                    Profiles.point("http://crl.example/a.crl"), Profiles.point("http://crl.example/b.crl")
                }));

        refused(draft, "CRL distribution point");
    }

    @Test
    void keyIdentifierOfAnotherKeyIsSeen() throws Exception {
        var other = CertificateDraft.newKey(tools).getPublic();
        var issuer = authority.issuer().getPublicKey();

        refused(identified(other, issuer), "subject key identifier");
        refused(identified(key.getPublic(), other), "authority key identifier");
    }

    private CertificateDraft identified(PublicKey subject, PublicKey issuer) throws Exception {
        return unidentified(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)
                .identifiers(subject, issuer);
    }

    @Test
    void keyOfAnotherBoardIsSeen() throws Exception {
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);
        key = CertificateDraft.newKey(tools);

        refused(draft, "public key");
    }

    @Test
    void signatureOfAnotherAuthorityIsSeen() throws Exception {
        var other = Fixtures.authority(data.resolve("other"));
        var draft = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth);

        assertThatExceptionOfType(DefectiveCertificateException.class)
                .isThrownBy(() -> inspect(draft, Fixtures.BOARD, other))
                .withMessageContaining("the signature does not verify with");
    }

    @Test
    void secondOpinionIsAskedOfTheFirstAndOfOneIn32() throws Exception {
        var leaf = draft(Fixtures.BOARD, KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth)
                .sign(authority.signingKey());
        var doubting = new CryptoProviders(tools.providers().signer(), List.of(new Doubter()), "of a test");
        var inspection = new LeafInspection(authority.issuer(), LeafProfile.TEN_YEARS, doubting);

        var doubted = IntStream.range(0, 65)
                .filter(number -> isDoubted(inspection, leaf))
                .boxed()
                .toList();

        assertThat(doubted).containsExactly(0, 32, 64);
    }

    private boolean isDoubted(LeafInspection inspection, X509Certificate leaf) {
        try {
            inspection.inspect(leaf, Fixtures.BOARD, key.getPublic(), leaf.getSerialNumber(), validity);
            return false;
        } catch (DefectiveCertificateException doubted) {
            assertThat(doubted).hasMessage("the signature does not verify with Doubter");
            return true;
        }
    }

    /** Reads every key, and can verify no signature. */
    private static final class Doubter extends Provider {

        private static final long serialVersionUID = 1;

        Doubter() {
            super("Doubter", "1", "can verify no signature");
            put("KeyFactory.EC", KeyFactorySpi.EC.class.getName());
        }
    }

    private void refused(CertificateDraft draft, String difference) {
        assertThatExceptionOfType(DefectiveCertificateException.class)
                .isThrownBy(() -> inspect(draft, Fixtures.BOARD, authority))
                .withMessage("the certificate's " + difference + " is not what was asked for");
    }

    private void inspect(CertificateDraft draft, BoardGuid guid, CertificateAuthority signer) throws Exception {
        var leaf = draft.sign(signer.signingKey());
        new LeafInspection(authority.issuer(), profile, tools.providers())
                .inspect(leaf, guid, key.getPublic(), serial.orElse(leaf.getSerialNumber()), validity);
    }

    private CertificateDraft draft(BoardGuid guid, int usage, KeyPurposeId purpose) throws Exception {
        return unidentified(guid, usage, purpose)
                .identifiers(key.getPublic(), authority.issuer().getPublicKey());
    }

    private CertificateDraft unidentified(BoardGuid guid, int usage, KeyPurposeId purpose) throws Exception {
        var issuer = X500Name.getInstance(
                authority.issuer().getSubjectX500Principal().getEncoded());
        return new CertificateDraft(new X500Name("CN=" + guid), issuer, key.getPublic(), validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(usage))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose));
    }
}
