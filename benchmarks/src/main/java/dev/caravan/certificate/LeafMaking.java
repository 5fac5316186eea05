package dev.caravan.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import dev.caravan.board.BoardGuid;

import static java.util.Objects.requireNonNull;

/**
 * A board's key and certificate on P-256, with the PEM text of both. It is in this package because outside of it nobody can
 * make a certificate that was not checked.
 */
@State(Scope.Benchmark)
public class LeafMaking {

    /** Which JCA provider makes keys and signatures. */
    public enum Maker {
        SUN_EC,
        BOUNCY_CASTLE,
        CORRETTO;

        public CryptoProviders providers() {
            return switch (this) {
                case SUN_EC ->
                    new CryptoProviders(
                            Security.getProvider("SunEC"), List.of(new BouncyCastleProvider()), "of a benchmark");
                case BOUNCY_CASTLE -> CryptoProviders.choose(CryptoProviders.Wish.BOUNCY_CASTLE);
                case CORRETTO -> CryptoProviders.choose(CryptoProviders.Wish.CORRETTO);
            };
        }

        public CertificateTools tools() {
            return new CertificateTools(providers(), Clock.systemUTC(), new SecureRandom());
        }

        public CertificateAuthority authority() throws IOException {
            var folder = Files.createTempDirectory("caravan-bench");
            return Issuers.openOrFound(folder, "of a benchmark".toCharArray(), tools())
                    .byDefault();
        }
    }

    @Param
    public Maker maker = Maker.CORRETTO;

    private @Nullable LeafIssuer issuer;
    private @Nullable LeafSigner signer;
    private @Nullable CertificateTools tools;

    @Setup
    public void found() throws IOException, GeneralSecurityException {
        tools = maker.tools();
        var authority = maker.authority();
        issuer = new LeafIssuer(authority, LeafProfile.TEN_YEARS, tools);
        signer = new LeafSigner(authority, LeafProfile.TEN_YEARS, tools);
    }

    /** What it costs when nobody looks at it again. */
    @Benchmark
    public List<byte[]> unchecked() throws GeneralSecurityException {
        var with = requireNonNull(tools);
        var key = LeafKey.P_256.newPair(with);
        var now = Instant.now();
        var validity = new CertificateDraft.Validity(now, now.plus(LeafProfile.TEN_YEARS.validity()));
        var serial = with.serials().next();
        return pem(key.getPrivate(), requireNonNull(signer).sign(guid(), key.getPublic(), serial, validity));
    }

    /** As the hub issues it. */
    @Benchmark
    public List<byte[]> checked() throws GeneralSecurityException {
        var identity = requireNonNull(issuer).issue(guid());
        return pem(identity.key(), identity.leaf().getEncoded());
    }

    private static List<byte[]> pem(PrivateKey key, byte[] leaf) {
        return List.of(Pem.block("PRIVATE KEY", key.getEncoded()), Pem.block("CERTIFICATE", leaf));
    }

    /** A board's GUID that is new, and costs nothing to speak of. */
    public static BoardGuid guid() {
        var random = ThreadLocalRandom.current();
        return new BoardGuid(new UUID(random.nextLong(), random.nextLong()).toString());
    }
}
