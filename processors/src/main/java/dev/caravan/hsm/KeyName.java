package dev.caravan.hsm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/**
 * Which key of a token is meant. A private key is found by its public half, so that labels, which tokens allow to be the same,
 * and which change, mislead nobody.
 *
 * @param id as the worker knows it
 * @param words what it is, for messages
 */
public record KeyName(String id, String words) {

    /** @param label of a secret key */
    public static KeyName secret(String label) {
        return new KeyName(label, "secret key labelled '" + label + "'");
    }

    /** @param of whose private key it is, for messages */
    public static KeyName pair(PublicKey half, String of) {
        return new KeyName(id(half.getEncoded()), "private key with a certificate beside it for " + of);
    }

    private static String id(byte[] publicKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return words;
    }
}
