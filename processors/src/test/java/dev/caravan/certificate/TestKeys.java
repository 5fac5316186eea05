package dev.caravan.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

import dev.caravan.board.BoardGuid;

/** Keys and requests as boards make them, by other code than the hub's. */
public final class TestKeys {

    static final BouncyCastleProvider BC = new BouncyCastleProvider();

    public static final CertificateTools TOOLS =
            new CertificateTools(CryptoProviders.choose(), Clock.systemUTC(), new SecureRandom());

    public static final GivenKeyRules RULES = new GivenKeyRules(TOOLS);

    private TestKeys() {}

    public static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC", BC);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static KeyPair rsa(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA", BC);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A request for this board, PEM. */
    public static String request(BoardGuid guid, KeyPair key) {
        return pem(request("CN=" + guid, key, "SHA256withECDSA"));
    }

    /** A certificate that signs itself, PEM. */
    public static String certificate(BoardGuid guid) {
        return TestCertificate.of("CN=" + guid).pem();
    }

    static PKCS10CertificationRequest request(String subject, KeyPair key, String signature) {
        return request(new X500Name(subject), key, signature);
    }

    static PKCS10CertificationRequest request(X500Name subject, KeyPair key, String signature) {
        try {
            return new JcaPKCS10CertificationRequestBuilder(subject, key.getPublic())
                    .build(new JcaContentSignerBuilder(signature)
                            .setProvider(BC)
                            .build(key.getPrivate()));
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String pem(PKCS10CertificationRequest request) {
        return new String(Pem.block("CERTIFICATE REQUEST", der(request)), StandardCharsets.US_ASCII);
    }

    static byte[] der(PKCS10CertificationRequest request) {
        try {
            return request.getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
