package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.stream.IntStream;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
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
        var doubting = new CryptoProviders(tools.providers().signer(), new Doubter(), "of a test");
        var inspection = new LeafInspection(authority.issuer(), doubting);

        var doubted = IntStream.range(0, 65)
                .filter(number -> isDoubted(inspection, leaf))
                .boxed()
                .toList();

        assertThat(doubted).containsExactly(0, 32, 64);
    }

    private boolean isDoubted(LeafInspection inspection, X509Certificate leaf) {
        try {
            inspection.inspect(leaf, Fixtures.BOARD, key.getPublic(), validity);
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
        new LeafInspection(authority.issuer(), tools.providers()).inspect(leaf, guid, key.getPublic(), validity);
    }

    private CertificateDraft draft(BoardGuid guid, int usage, KeyPurposeId purpose) throws Exception {
        var issuer = X500Name.getInstance(
                authority.issuer().getSubjectX500Principal().getEncoded());
        return new CertificateDraft(new X500Name("CN=" + guid), issuer, key.getPublic(), validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(usage))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose))
                .identifiers(key.getPublic(), authority.issuer().getPublicKey());
    }
}
