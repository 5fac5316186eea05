package dev.caravan.callback;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** Ed25519 (RFC 8032) of the JDK itself, whatever other providers there are. */
final class Ed25519 {

    private static final String ALGORITHM = "Ed25519";
    private static final String PROVIDER = "SunEC";
    private static final int PUBLIC_BYTES = 32;

    private Ed25519() {}

    /** @param privateKey as PKCS#8 @param publicKey the 32 bytes of RFC 8032 */
    record Pair(byte[] privateKey, byte[] publicKey) {}

    static Pair newPair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM, PROVIDER);
            generator.initialize(NamedParameterSpec.ED25519, random);
            var pair = generator.generateKeyPair();
            return new Pair(pair.getPrivate().getEncoded(), raw((EdECPublicKey) pair.getPublic()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 does not work", impossible);
        }
    }

    /** The key is the end of its X.509 form. */
    private static byte[] raw(EdECPublicKey key) {
        var encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
    }

    static byte[] sign(byte[] privateKey, byte[] text) {
        try {
            var signature = Signature.getInstance(ALGORITHM, PROVIDER);
            signature.initSign(
                    KeyFactory.getInstance(ALGORITHM, PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 does not work", impossible);
        }
    }
}
