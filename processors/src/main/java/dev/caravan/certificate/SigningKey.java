package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;

/**
 * The key of an authority, with the provider that can sign with it. What holds the key, a file or a token, is known only to
 * who made this.
 *
 * @param algorithm with which it signs
 * @param askers who best ask for many signatures; null: one thread alone
 */
record SigningKey(
        PrivateKey key,
        Provider provider,
        String algorithm,
        @Nullable Executor askers) {

    private static final byte[] PROBE = {'c', 'a', 'r', 'a', 'v', 'a', 'n'};

    /** A key that was read from a file, for the provider that signs. */
    static SigningKey of(PrivateKey key, CryptoProviders providers) throws GeneralSecurityException {
        return new SigningKey(
                IssuerKey.usableBy(providers.signer(), key), providers.signer(), IssuerKey.signatureOf(key), null);
    }

    /** @param half the public one, which tells its kind */
    static SigningKey inToken(Token token, KeyName name, PublicKey half) {
        return new SigningKey(
                token.privateKey(name, IssuerKey.kind(half)),
                token.provider(),
                IssuerKey.signatureOf(half),
                token.askers());
    }

    /** Whether it is the other half of this public key, found by one signature. */
    boolean belongsTo(PublicKey half, CryptoProviders providers) throws GeneralSecurityException {
        var verifier = providers.verifier(half);
        var signing = Signature.getInstance(algorithm, provider);
        signing.initSign(key);
        signing.update(PROBE);
        var checking = Signature.getInstance(algorithm, verifier);
        checking.initVerify(IssuerKey.usableBy(verifier, half));
        checking.update(PROBE);
        return checking.verify(signing.sign());
    }

    @Override
    public String toString() {
        return "SigningKey[" + provider.getName() + "]";
    }
}
