package dev.caravan.certificate;

import java.security.Provider;
import java.security.Security;
import java.util.concurrent.Callable;

import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The JCA providers of this run, always named explicitly: the JVM's own order of providers is left alone.
 *
 * @param signer makes keys and signatures
 * @param verifier gives a second opinion on signatures; never the signer, so that a fault in one is seen by the other
 * @param choice one sentence for the log: who signs, and why
 */
public record CryptoProviders(Provider signer, Provider verifier, String choice) {

    /** Amazon Corretto Crypto Provider signs where it loads; otherwise BouncyCastle does, and SunEC checks. */
    public static CryptoProviders choose() {
        return choose(CorrettoProvider::load);
    }

    static CryptoProviders choose(Callable<Provider> preferred) {
        try {
            var corretto = preferred.call();
            var choice = "Amazon Corretto Crypto Provider " + corretto.getVersionStr()
                    + " signs, because it is the fastest and its self-test passed";
            return new CryptoProviders(corretto, new BouncyCastleProvider(), choice);
        } catch (Exception | LinkageError unavailable) {
            var choice = "BouncyCastle signs, because Amazon Corretto Crypto Provider did not load: " + unavailable;
            return new CryptoProviders(new BouncyCastleProvider(), Security.getProvider("SunEC"), choice);
        }
    }
}
