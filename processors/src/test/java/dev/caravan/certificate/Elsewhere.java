package dev.caravan.certificate;

import java.io.StringReader;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** An authority on another machine, which signs the request for an issuer. */
final class Elsewhere {

    private Elsewhere() {}

    static PKCS10CertificationRequest parsed(byte[] request) throws Exception {
        try (var reader = new PEMParser(new StringReader(new String(request)))) {
            return (PKCS10CertificationRequest) reader.readObject();
        }
    }

    /** The chain of what was asked for, PEM. */
    static byte[] chain(byte[] request, CaKeyStore.Entry root) throws Exception {
        return Pem.of(List.of(sign(parsed(request), root), root.chain().get(0))).getBytes();
    }

    static X509Certificate sign(PKCS10CertificationRequest request, CaKeyStore.Entry root) throws Exception {
        return certify(
                new JcaPEMKeyConverter().getPublicKey(request.getSubjectPublicKeyInfo()), request.getSubject(), root);
    }

    static X509Certificate certify(PublicKey key, X500Name subject, CaKeyStore.Entry root) throws Exception {
        var tools = Fixtures.at(Fixtures.NOW);
        var name = X500Name.getInstance(
                root.chain().get(0).getSubjectX500Principal().getEncoded());
        var validity = new CertificateDraft.Validity(Fixtures.NOW, Fixtures.NOW.plus(Duration.ofDays(3650)));
        return new CertificateDraft(subject, name, key, validity, tools)
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .identifiers(key, root.chain().get(0).getPublicKey())
                .sign(SigningKey.of(root.key(), tools.providers()));
    }
}
