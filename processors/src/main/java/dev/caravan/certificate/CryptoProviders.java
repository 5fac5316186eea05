package dev.caravan.certificate;

import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.concurrent.Callable;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The JCA providers of this run, always named explicitly: the JVM's own order of providers is left alone.
 *
 * @param signer makes keys and signatures
 * @param verifiers give a second opinion on signatures, each of some kinds of keys; never the signer, so that a fault in one is
 *     seen by the other
 * @param choice one sentence for the log: who signs, and why
 */
public record CryptoProviders(Provider signer, List<Provider> verifiers, String choice) {

    public CryptoProviders {
        verifiers = List.copyOf(verifiers);
    }

    /** The one of the verifiers that knows keys of this kind. */
    Provider verifier(Key key) {
        return verifiers.stream()
                .filter(provider -> provider.getService("KeyFactory", IssuerKey.kind(key)) != null)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "nobody verifies signatures by " + key.getAlgorithm() + " keys beside " + signer.getName()));
    }

    /** Who is to sign. */
    public enum Wish {
        /** Whichever is the fastest of those that load. */
        FASTEST,
        /** Amazon Corretto Crypto Provider, or nobody. */
        CORRETTO,
        /** BouncyCastle, even where another one would be faster. */
        BOUNCY_CASTLE
    }

    /** Amazon Corretto Crypto Provider signs where it loads; otherwise BouncyCastle does, and the JDK's own checks. */
    public static CryptoProviders choose() {
        return choose(CorrettoProvider::load);
    }

    /** @throws IllegalArgumentException if the one that is wished for does not load */
    public static CryptoProviders choose(Wish wish) {
        return choose(wish, CorrettoProvider::load);
    }

    static CryptoProviders choose(Wish wish, Callable<Provider> corretto) {
        if (wish == Wish.BOUNCY_CASTLE) {
            return bouncyCastle("BouncyCastle signs, as configured");
        }
        var chosen = choose(corretto);
        if (wish == Wish.CORRETTO && chosen.signer() instanceof BouncyCastleProvider) {
            throw new IllegalArgumentException("caravan.certificate.provider is corretto, but " + chosen.choice()
                    + "; say fastest to go on without it");
        }
        return chosen;
    }

    static CryptoProviders choose(Callable<Provider> preferred) {
        try {
            var corretto = preferred.call();
            var choice = "Amazon Corretto Crypto Provider " + corretto.getVersionStr()
                    + " signs, because it is the fastest and its self-test passed";
            return new CryptoProviders(corretto, List.of(new BouncyCastleProvider()), choice);
        } catch (Exception | LinkageError unavailable) {
            var choice = "BouncyCastle signs, because Amazon Corretto Crypto Provider did not load: " + unavailable;
            return bouncyCastle(choice);
        }
    }

    private static CryptoProviders bouncyCastle(String choice) {
        var jdk = List.of(Security.getProvider("SunEC"), Security.getProvider("SunRsaSign"));
        return new CryptoProviders(new BouncyCastleProvider(), jdk, choice);
    }
}
