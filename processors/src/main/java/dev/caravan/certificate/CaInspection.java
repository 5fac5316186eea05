package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;

/** Whether a key store holds an authority that can issue today; asked at every start, before anything is signed. */
final class CaInspection {

    private static final int KEY_CERT_SIGN = 5;
    private static final String SUBJECT_KEY = "2.5.29.14";

    private final Path file;
    private final CertificateTools tools;

    CaInspection(Path file, CertificateTools tools) {
        this.file = file;
        this.tools = tools;
    }

    void inspect(CaKeyStore.Entry entry) {
        inspectChain(entry.chain());
        try {
            var issuerKey = entry.chain().get(0).getPublicKey();
            require(
                    IssuerKey.belongTogether(entry.key(), issuerKey, tools.providers()),
                    "the private key does not belong to the certificate");
        } catch (GeneralSecurityException broken) {
            throw new CertificateAuthorityException(file + ": " + broken.getMessage(), broken);
        }
    }

    void inspectChain(List<X509Certificate> chain) {
        require(chain.size() >= 2, "must hold the issuing authority and its root");
        try {
            for (int depth = 0; depth < chain.size(); depth++) {
                inspect(chain.get(depth), depth);
                var above = chain.get(Math.min(depth + 1, chain.size() - 1));
                var key = above.getPublicKey();
                chain.get(depth).verify(key, tools.providers().verifier(key));
                require(
                        chain.get(depth).getIssuerX500Principal().equals(above.getSubjectX500Principal()),
                        chain.get(depth).getSubjectX500Principal() + " was not issued by the next one of its chain");
            }
            require(
                    chain.get(0).getExtensionValue(SUBJECT_KEY) != null,
                    chain.get(0).getSubjectX500Principal() + " has no subject key identifier, which RFC 5280 wants");
        } catch (GeneralSecurityException broken) {
            throw new CertificateAuthorityException(file + ": " + broken.getMessage(), broken);
        }
    }

    private void inspect(X509Certificate certificate, int leastPathLength) throws GeneralSecurityException {
        var name = certificate.getSubjectX500Principal();
        certificate.checkValidity(Date.from(tools.clock().instant()));
        require(certificate.getBasicConstraints() >= leastPathLength, name + " is not an authority for this depth");
        var usage = certificate.getKeyUsage();
        require(usage != null && usage[KEY_CERT_SIGN], name + " may not sign certificates");
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CertificateAuthorityException(file + ": " + otherwise);
        }
    }
}
