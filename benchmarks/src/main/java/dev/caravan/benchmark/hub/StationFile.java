package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A flashing station's certificate on P-256, whose key nobody keeps. */
public final class StationFile {

    private static final X500Name NAME = new X500Name("CN=Benchmark station");
    private static final Duration VALID = Duration.ofDays(1);

    private StationFile() {}

    public static Path write(Path file) throws IOException {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var key = generator.generateKeyPair();
            var now = Instant.now();
            var certificate = new JcaX509v3CertificateBuilder(
                            NAME, BigInteger.ONE, Date.from(now), Date.from(now.plus(VALID)), NAME, key.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
            var text = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException | OperatorCreationException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
