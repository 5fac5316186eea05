package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;

import dev.caravan.hsm.Token;

/** Makes an issuing authority's key in a token, has it certified by a root elsewhere, and takes the certificate. */
public final class TokenIssuer {

    private final Token token;
    private final String label;
    private final CertificateTools tools;

    /** @param label of the key */
    public TokenIssuer(Token token, String label, CertificateTools tools) {
        this.token = token;
        this.label = label;
        this.tools = tools;
    }

    /**
     * A new key that never leaves the token, and the request for its certificate.
     *
     * @param subject an X.500 name, {@code CN=Factory 1 Issuing CA} for instance; empty: one that no other has
     * @return PKCS#10, PEM
     * @throws dev.caravan.hsm.TokenUnavailableException if there is a key of that label already, or the token does not work
     */
    public byte[] request(LeafKey kind, String subject) {
        try {
            var founder = new CaFounder(tools, CaLife.USUAL);
            var name = subject.isEmpty() ? founder.name("Caravan Issuing CA") : new X500Name(subject);
            var key = publicKey(kind, token.makeKeyPair(label, kind.algorithm(), kind.bits()));
            token.putCertificate(label, placeholder(name, key).getEncoded());
            return Pem.block("CERTIFICATE REQUEST", AuthorityRequest.der(name, key, signingKey(key)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException failure) {
            throw new CertificateAuthorityException("no request could be made: " + failure, failure);
        }
    }

    /**
     * Puts the certificate beside the key.
     *
     * @param chain it first, the root last, PEM
     * @param origin where the chain is from, for messages
     * @throws CertificateAuthorityException if that is not the chain of an authority with this key
     */
    public List<X509Certificate> install(byte[] chain, Path origin) {
        try {
            var certificates = Pem.certificates(chain);
            new CaInspection(origin, tools).inspectChain(certificates);
            var key = certificates.get(0).getPublicKey();
            if (!signingKey(key).belongsTo(key, tools.providers())) {
                throw new CertificateAuthorityException(
                        origin + ": the first certificate is not for the key '" + label + "' in the token");
            }
            token.putCertificate(label, certificates.get(0).getEncoded());
            return certificates;
        } catch (GeneralSecurityException unusable) {
            throw new CertificateAuthorityException(origin + ": " + unusable.getMessage(), unusable);
        }
    }

    /**
     * A certificate with this code as its common name, signed by the issuer: proof that its key is here.
     *
     * @param chainFile the issuer's chain, PEM
     */
    public X509Certificate proof(String code, Path chainFile) {
        var issuer = CertificateFile.read(chainFile).get(0);
        return new CaFounder(tools, CaLife.USUAL).proof(code, issuer, signingKey(issuer.getPublicKey()));
    }

    /** It certifies nothing: only with a certificate beside it does the key stay visible. */
    private X509Certificate placeholder(X500Name name, PublicKey key)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        var now = tools.clock().instant();
        var aDay = new CertificateDraft.Validity(now, now.plus(1, ChronoUnit.DAYS));
        return new CertificateDraft(name, name, key, aDay, tools).sign(signingKey(key));
    }

    private SigningKey signingKey(PublicKey half) {
        return SigningKey.inToken(token, label, half);
    }

    private static PublicKey publicKey(LeafKey kind, byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind.algorithm()).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
