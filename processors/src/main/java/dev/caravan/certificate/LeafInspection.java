package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

import dev.caravan.board.BoardGuid;

/**
 * Compares a finished leaf with what was asked for. Reads it through the JDK, not through the library that built it. The
 * signature of each one is verified by the provider that signed, which is fast, and that of the first and of one in 32 by
 * another one too, so that a fault of the signer's own does not pass for long. Any number of threads may inspect at once.
 */
final class LeafInspection {

    private static final Set<String> CRITICAL = Set.of(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
    private static final Set<String> PLAIN = Set.of(
            Extension.subjectKeyIdentifier.getId(),
            Extension.authorityKeyIdentifier.getId(),
            Extension.extendedKeyUsage.getId());
    private static final List<String> CLIENT_ONLY = List.of(KeyPurposeId.id_kp_clientAuth.getId());
    private static final int SERIAL_BITS = 159;
    private static final int SECOND_OPINION_ON = 32;

    private final X509Certificate issuer;
    private final Verifier fast;
    private final Verifier other;
    private final AtomicInteger inspected = new AtomicInteger();

    LeafInspection(X509Certificate issuer, CryptoProviders providers) throws GeneralSecurityException {
        this.issuer = issuer;
        this.fast = Verifier.of(issuer, providers.signer());
        this.other = Verifier.of(issuer, providers.verifier());
    }

    private record Verifier(PublicKey key, Provider provider) {

        static Verifier of(X509Certificate issuer, Provider provider) throws GeneralSecurityException {
            return new Verifier(IssuerKey.usableBy(provider, issuer.getPublicKey()), provider);
        }

        void verify(X509Certificate leaf) {
            try {
                leaf.verify(key, provider);
            } catch (GeneralSecurityException wrong) {
                throw new DefectiveCertificateException(
                        "the signature does not verify with " + provider.getName(), wrong);
            }
        }
    }

    /** @throws DefectiveCertificateException naming the first difference */
    void inspect(X509Certificate leaf, BoardGuid guid, PublicKey key, CertificateDraft.Validity validity) {
        requireSignature(leaf);
        require(leaf.getVersion() == 3, "version");
        require(leaf.getSubjectX500Principal().getName().equals("CN=" + guid.value()), "subject");
        require(leaf.getIssuerX500Principal().equals(issuer.getSubjectX500Principal()), "issuer");
        require(Arrays.equals(leaf.getPublicKey().getEncoded(), key.getEncoded()), "public key");
        var serial = leaf.getSerialNumber();
        require(serial.signum() > 0 && serial.bitLength() <= SERIAL_BITS, "serial number");
        require(leaf.getNotBefore().toInstant().equals(validity.notBefore()), "begin of validity");
        require(leaf.getNotAfter().toInstant().equals(validity.notAfter()), "end of validity");
        requireClientOnly(leaf);
    }

    private void requireSignature(X509Certificate leaf) {
        fast.verify(leaf);
        if (Math.floorMod(inspected.getAndIncrement(), SECOND_OPINION_ON) == 0) {
            other.verify(leaf);
        }
    }

    private static void requireClientOnly(X509Certificate leaf) {
        require(CRITICAL.equals(leaf.getCriticalExtensionOIDs()), "critical extensions");
        require(PLAIN.equals(leaf.getNonCriticalExtensionOIDs()), "extensions");
        require(leaf.getBasicConstraints() == -1, "basic constraints");
        var usage = leaf.getKeyUsage();
        require(usage != null && usage[0] && !others(usage), "key usage");
        try {
            require(CLIENT_ONLY.equals(leaf.getExtendedKeyUsage()), "extended key usage");
        } catch (GeneralSecurityException unreadable) {
            throw new DefectiveCertificateException("the extended key usage cannot be read", unreadable);
        }
    }

    private static boolean others(boolean[] usage) {
        for (int bit = 1; bit < usage.length; bit++) {
            if (usage[bit]) {
                return true;
            }
        }
        return false;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new DefectiveCertificateException("the certificate's " + what + " is not what was asked for");
        }
    }
}
