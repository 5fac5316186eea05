package dev.caravan.benchmark.emulator;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a key and a certificate on P-256 for each board: the least that a factory has to compute. */
public final class Leaves {

    private static final X500Name ISSUER = new X500Name("CN=Benchmark CA");
    private static final Duration VALID = Duration.ofDays(365);

    private final AtomicLong serials = new AtomicLong(1);
    private final ThreadLocal<KeyPairGenerator> keys;
    private final ThreadLocal<ContentSigner> signer;
    private final Instant from;

    /** @param provider makes the keys and signs */
    public Leaves(Provider provider, Instant from) {
        this.from = from;
        keys = ThreadLocal.withInitial(() -> generator(provider));
        var issuer = keys.get().generateKeyPair();
        signer = ThreadLocal.withInitial(() -> signer(provider, issuer));
    }

    /** Base64 of the certificate's DER, as the service client wants it. */
    String issue(String commonName) {
        var builder = new JcaX509v3CertificateBuilder(
                ISSUER,
                BigInteger.valueOf(serials.incrementAndGet()),
                Date.from(from),
                Date.from(from.plus(VALID)),
                new X500Name("CN=" + commonName),
                keys.get().generateKeyPair().getPublic());
        try {
            return Base64.getEncoder()
                    .encodeToString(builder.build(signer.get()).getEncoded());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPairGenerator generator(Provider provider) {
        try {
            var generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static ContentSigner signer(Provider provider, KeyPair issuer) {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA")
                    .setProvider(provider)
                    .build(issuer.getPrivate());
        } catch (OperatorCreationException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
