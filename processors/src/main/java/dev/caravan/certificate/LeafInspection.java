package dev.caravan.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import dev.caravan.board.BoardGuid;

/**
 * Compares a finished leaf with what was asked for. Reads it through the JDK, not through what put it together. The
 * signature of each one is verified by the provider that signed, which is fast, and that of the first and of one in 32 by
 * another one too, so that a fault of the signer's own does not pass for long. Any number of threads may inspect at once.
 */
final class LeafInspection {

    private static final int SECOND_OPINION_ON = 32;

    private final byte[] issuerName;
    private final String signature;
    private final String subjectEnd;
    private final LeafExtensions extensions;
    private final Verifier fast;
    private final Verifier other;
    private final AtomicInteger inspected = new AtomicInteger();

    LeafInspection(X509Certificate issuer, LeafProfile profile, CryptoProviders providers)
            throws GeneralSecurityException {
        issuerName = issuer.getSubjectX500Principal().getEncoded();
        signature = IssuerKey.signatureOf(issuer.getPublicKey());
        subjectEnd = profile.subject().behindTheCommonName();
        extensions = new LeafExtensions(issuer, profile);
        fast = Verifier.of(issuer, providers.signer());
        other = Verifier.of(issuer, providers.verifier(issuer.getPublicKey()));
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
    void inspect(
            X509Certificate leaf,
            BoardGuid guid,
            PublicKey key,
            BigInteger serial,
            CertificateDraft.Validity validity) {
        requireSignature(leaf);
        require(leaf.getVersion() == 3, "version");
        require(leaf.getSigAlgName().equalsIgnoreCase(signature), "signature algorithm");
        require(leaf.getSubjectX500Principal().getName().equals("CN=" + guid.value() + subjectEnd), "subject");
        require(Arrays.equals(leaf.getIssuerX500Principal().getEncoded(), issuerName), "issuer");
        require(Arrays.equals(leaf.getPublicKey().getEncoded(), key.getEncoded()), "public key");
        require(leaf.getSerialNumber().equals(serial), "serial number");
        require(serial.signum() > 0 && serial.bitLength() <= SerialNumbers.BITS, "serial number");
        require(leaf.getNotBefore().toInstant().equals(validity.notBefore()), "begin of validity");
        require(leaf.getNotAfter().toInstant().equals(validity.notAfter()), "end of validity");
        require(leaf.getIssuerUniqueID() == null && leaf.getSubjectUniqueID() == null, "unique identifiers");
        extensions.inspect(leaf, guid, key);
    }

    private void requireSignature(X509Certificate leaf) {
        fast.verify(leaf);
        if (Math.floorMod(inspected.getAndIncrement(), SECOND_OPINION_ON) == 0) {
            other.verify(leaf);
        }
    }

    static void require(boolean condition, String what) {
        if (!condition) {
            throw new DefectiveCertificateException("the certificate's " + what + " is not what was asked for");
        }
    }
}
