package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;

/**
 * The key of an authority, with the provider that can sign with it. What holds the key, a file or a token, is known only to
 * who made this.
 */
record SigningKey(PrivateKey key, Provider provider) {

    /** A key that was read from a file, for the provider that signs. */
    static SigningKey of(PrivateKey key, CryptoProviders providers) throws GeneralSecurityException {
        return new SigningKey(IssuerKey.usableBy(providers.signer(), key), providers.signer());
    }

    @Override
    public String toString() {
        return "SigningKey[" + provider.getName() + "]";
    }
}
