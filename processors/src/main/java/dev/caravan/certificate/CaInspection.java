package dev.caravan.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Date;

/** Whether a key store holds an authority that can issue today; asked at every start, before anything is signed. */
final class CaInspection {

    private static final int KEY_CERT_SIGN = 5;

    private final Path file;
    private final CertificateTools tools;

    CaInspection(Path file, CertificateTools tools) {
        this.file = file;
        this.tools = tools;
    }

    void inspect(CaKeyStore.Entry entry) {
        require(entry.chain().size() == 2, "must hold the issuing authority and its root");
        try {
            inspect(entry.chain().get(0), 0);
            inspect(entry.chain().get(1), 1);
            var rootKey = entry.chain().get(1).getPublicKey();
            entry.chain().get(0).verify(rootKey, tools.providers().verifier());
            entry.chain().get(1).verify(rootKey, tools.providers().verifier());
            var issuerKey = entry.chain().get(0).getPublicKey();
            require(
                    IssuerKey.belongTogether(entry.key(), issuerKey, tools.providers()),
                    "the private key does not belong to the certificate");
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
