package dev.caravan.callback;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import dev.caravan.durable.DurableFiles;

/**
 * Encrypts what signs events, so that the ledger and its copies hold none of it in the clear: AES-256-GCM under a key in a
 * file that only its owner can read, bound to the subscription. Thread-safe.
 */
public final class Vault {

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final SecretKey key;
    private final SecureRandom random;

    private Vault(Path file, byte[] key, SecureRandom random) {
        this.file = file;
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** Reads the key, or makes one at the first start. Hubs of one ledger need the same. */
    public static Vault openOrMake(Path file, SecureRandom random) {
        try {
            if (!Files.exists(file)) {
                var made = new byte[KEY_BYTES];
                random.nextBytes(made);
                DurableFiles.write(file, Base64.getEncoder().encode(made), DurableFiles.OWNER_ONLY);
            }
            var key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("it holds " + key.length + " bytes instead of " + KEY_BYTES);
            }
            return new Vault(file, key, random);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the key of the webhook secrets in " + file, unreadable);
        } catch (IllegalArgumentException damaged) {
            throw new IllegalStateException(
                    "the key of the webhook secrets in " + file + " is damaged (" + damaged.getMessage()
                            + "): bring it back from a backup",
                    damaged);
        }
    }

    /** @return nonce and ciphertext, base64 */
    String seal(byte[] secret, String subscription) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, subscription).doFinal(secret);
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM does not work", impossible);
        }
    }

    /** @throws IllegalStateException if it was sealed with another key, or for another subscription */
    byte[] open(String sealed, String subscription) {
        var bytes = Base64.getDecoder().decode(sealed);
        try {
            return cipher(Cipher.DECRYPT_MODE, bytes, subscription)
                    .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
        } catch (AEADBadTagException otherKey) {
            throw new IllegalStateException(
                    "the secret of subscription " + subscription + " cannot be read with the key in " + file
                            + ": hubs of one ledger need the same file. Copy it from the hub that made the"
                            + " subscription, or rotate the secret",
                    otherKey);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM does not work", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String subscription) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD(subscription.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
