package dev.caravan.certificate;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Carries a key from the provider that read it to the one that works with it. */
final class IssuerKey {

    private static final int P_256_BITS = 256;

    private IssuerKey() {}

    static PrivateKey usableBy(Provider provider, PrivateKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind(key), provider).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    static PublicKey usableBy(Provider provider, PublicKey key) throws GeneralSecurityException {
        return KeyFactory.getInstance(kind(key), provider).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    /** BouncyCastle calls some EC keys ECDSA. */
    static String kind(Key key) {
        return key.getAlgorithm().equals("ECDSA") ? "EC" : key.getAlgorithm();
    }

    /** With which algorithm an authority signs: SHA-2, as long as its key, either half, is strong. */
    static String signatureOf(Key authority) {
        if (!(authority instanceof ECKey key)) {
            return "SHA256withRSA";
        }
        return key.getParams().getOrder().bitLength() > P_256_BITS ? "SHA384withECDSA" : "SHA256withECDSA";
    }

    /** Whether the two halves belong together, found by one signature. */
    static boolean belongTogether(PrivateKey key, PublicKey half, CryptoProviders providers)
            throws GeneralSecurityException {
        return SigningKey.of(key, providers).belongsTo(half, providers);
    }
}
