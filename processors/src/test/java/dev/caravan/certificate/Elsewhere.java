package dev.caravan.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** An authority on another machine, which signs the request for an issuer. */
final class Elsewhere {

    private Elsewhere() {}

    static X509Certificate sign(PKCS10CertificationRequest request, CaKeyStore.Entry root) throws Exception {
        var tools = Fixtures.at(Fixtures.NOW);
        var key = new JcaPEMKeyConverter().getPublicKey(request.getSubjectPublicKeyInfo());
        var name = X500Name.getInstance(
                root.chain().get(0).getSubjectX500Principal().getEncoded());
        var validity = new CertificateDraft.Validity(Fixtures.NOW, Fixtures.NOW.plus(Duration.ofDays(3650)));
        return new CertificateDraft(request.getSubject(), name, key, validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .identifiers(key, root.chain().get(0).getPublicKey())
                .sign(SigningKey.of(root.key(), tools.providers()));
    }
}
