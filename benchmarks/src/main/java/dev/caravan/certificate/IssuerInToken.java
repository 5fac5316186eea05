package dev.caravan.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.Token;

/** An issuer's key in a token, certified by a root whose key nobody keeps. */
public final class IssuerInToken {

    private IssuerInToken() {}

    /**
     * @param chainFile where its chain is written
     * @return its certificate
     */
    public static X509Certificate make(Token token, String label, Path chainFile) throws IOException {
        try {
            var tools = new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());
            var tokenKey = new TokenKey(Issuers.DEFAULT, label, chainFile);
            var issuer = new TokenIssuer(token, tokenKey, List.of(tokenKey), tools);
            var request = parsed(issuer.request(Optional.of(LeafKey.P_256), "CN=Benchmark issuer")
                    .pem());
            var root = new CaFounder(tools, CaLife.USUAL).root();
            var rootCertificate = root.chain().get(0);
            var validity = new CertificateDraft.Validity(
                    rootCertificate.getNotBefore().toInstant(),
                    rootCertificate.getNotAfter().toInstant());
            var key = request.getPublicKey();
            var certificate = new CertificateDraft(
                            request.getSubject(),
                            X500Name.getInstance(
                                    rootCertificate.getSubjectX500Principal().getEncoded()),
                            key,
                            validity,
                            tools)
                    .critical(Extension.basicConstraints, new BasicConstraints(0))
                    .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .identifiers(key, rootCertificate.getPublicKey())
                    .sign(SigningKey.of(root.key(), tools.providers()));
            var chain = Pem.of(List.of(certificate, rootCertificate)).getBytes(StandardCharsets.US_ASCII);
            issuer.install(chain, chainFile);
            DurableFiles.write(chainFile, chain, DurableFiles.READABLE);
            return certificate;
        } catch (GeneralSecurityException | OperatorCreationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JcaPKCS10CertificationRequest parsed(byte[] pem) throws IOException {
        try (var reader = new PEMParser(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            return new JcaPKCS10CertificationRequest((PKCS10CertificationRequest) reader.readObject());
        }
    }
}
