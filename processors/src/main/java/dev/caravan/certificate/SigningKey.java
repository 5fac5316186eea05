package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;

import dev.caravan.hsm.Token;

/**
 * The key of an authority, with the provider that can sign with it. What holds the key, a file or a token, is known only to
 * who made this.
 *
 * @param atOnce how many signatures are best asked for at the same time
 */
record SigningKey(PrivateKey key, Provider provider, int atOnce) {

    private static final byte[] PROBE = {'c', 'a', 'r', 'a', 'v', 'a', 'n'};

    /** A key that was read from a file, for the provider that signs. */
    static SigningKey of(PrivateKey key, CryptoProviders providers) throws GeneralSecurityException {
        return new SigningKey(IssuerKey.usableBy(providers.signer(), key), providers.signer(), 1);
    }

    /** Whose algorithm is that of its certificate. */
    static SigningKey inToken(Token token, String label, String algorithm) {
        return new SigningKey(
                token.privateKey(label, algorithm),
                token.provider(),
                token.place().atOnce());
    }

    /** Whether it is the other half of this public key, found by one signature. */
    boolean belongsTo(PublicKey half, Provider verifier) throws GeneralSecurityException {
        var algorithm = IssuerKey.signatureOf(half);
        var signing = Signature.getInstance(algorithm, provider);
        signing.initSign(key);
        signing.update(PROBE);
        var checking = Signature.getInstance(algorithm, verifier);
        checking.initVerify(IssuerKey.usableBy(verifier, half));
        checking.update(PROBE);
        return checking.verify(signing.sign());
    }

    /** SHA-2, with whatever the key is for. */
    String algorithm() {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    @Override
    public String toString() {
        return "SigningKey[" + provider.getName() + "]";
    }
}
