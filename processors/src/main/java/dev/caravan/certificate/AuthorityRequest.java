package dev.caravan.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** What an authority elsewhere is asked for: the certificate of one that signs leaves, wherever its key is. */
final class AuthorityRequest {

    private AuthorityRequest() {}

    /** The request (PKCS#10), DER, with the extensions that the certificate must have. */
    static byte[] der(X500Name subject, PublicKey key, SigningKey signing)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var wanted = new ExtensionsGenerator();
        wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        wanted.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        wanted.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return new JcaPKCS10CertificationRequestBuilder(subject, key)
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
                .build(new JcaContentSignerBuilder(signing.algorithm())
                        .setProvider(signing.provider())
                        .build(signing.key()))
                .getEncoded();
    }
}
