package dev.caravan.custody;

import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.caravan.hsm.KeyName;
import dev.caravan.hsm.Token;

/**
 * The key-encryption key is in a token, and each file has a key of its own, which the token encrypts: so the token is asked
 * once for all keys that are made together, and once at each pick-up.
 */
final class TokenKeyEncryption implements KeyEncryption {

    private static final int KEY_BYTES = 32;

    /** Nonce and tag. */
    private static final int MORE_BYTES = 28;

    private final Token token;
    private final KeyName key;
    private final SecureRandom random;

    TokenKeyEncryption(Token token, String label, SecureRandom random) {
        this.token = token;
        this.key = KeyName.secret(label);
        this.random = random;
    }

    @Override
    public int headerBytes() {
        return KEY_BYTES + MORE_BYTES;
    }

    @Override
    public FileKey make() {
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        try {
            return new FileKey(new SecretKeySpec(bytes, "AES"), token.encrypt(key, bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public SecretKey open(byte[] header) {
        var bytes = token.decrypt(key, header);
        try {
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
