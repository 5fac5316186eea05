package dev.caravan.custody;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import dev.caravan.durable.DurableFiles;

/**
 * The key of each waiting identity, encrypted (AES key wrap, RFC 3394) under the key-encryption key; one file for those
 * that are made together. Without its 40 bytes here an identity is noise, wherever a copy of it may be: to destroy the
 * identity is to overwrite them. Thread-safe; several hubs may share the folder.
 */
final class WrappingKeys {

    private static final int KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = 40;
    private static final String PROOF = "key-encryption-key.proof";

    private final Path folder;
    private final SecretKey keyEncryptionKey;
    private final SecureRandom random;

    private WrappingKeys(Path folder, SecretKey keyEncryptionKey, SecureRandom random) {
        this.folder = folder;
        this.keyEncryptionKey = keyEncryptionKey;
        this.random = random;
    }

    /** @throws IllegalArgumentException if the keys in the folder were encrypted under another key-encryption key */
    static WrappingKeys open(Path folder, SecretKey keyEncryptionKey, SecureRandom random) {
        var keys = new WrappingKeys(DurableFiles.ownerOnlyFolder(folder), keyEncryptionKey, random);
        var proof = folder.resolve(PROOF);
        try {
            if (Files.exists(proof)) {
                keys.unwrap(Files.readAllBytes(proof));
            } else {
                var any = keys.wrap(new SecretKeySpec(new byte[KEY_BYTES], "AES"));
                DurableFiles.write(proof, any, DurableFiles.OWNER_ONLY);
            }
            return keys;
        } catch (GeneralSecurityException otherKey) {
            throw new IllegalArgumentException(
                    "caravan.custody.pickup: the key-encryption key is not the one that the keys" + " in " + folder
                            + " were encrypted with; give the right one, or the identities that wait are lost");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + proof, failure);
        }
    }

    /** Where one key is. */
    record Place(UUID file, int index) {}

    /** A new key, and where it is. */
    record Named(Place place, SecretKey key) {}

    /** Makes keys; they are durable when this returns. */
    List<Named> make(int count) {
        var file = UUID.randomUUID();
        var keys = new ArrayList<Named>();
        var wrapped = new ByteArrayOutputStream();
        for (var index = 0; index < count; index++) {
            var bytes = new byte[KEY_BYTES];
            random.nextBytes(bytes);
            var key = new SecretKeySpec(bytes, "AES");
            Arrays.fill(bytes, (byte) 0);
            try {
                wrapped.writeBytes(wrap(key));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
            keys.add(new Named(new Place(file, index), key));
        }
        DurableFiles.write(path(file), wrapped.toByteArray(), DurableFiles.OWNER_ONLY);
        return keys;
    }

    /** @return empty if it was destroyed */
    Optional<SecretKey> find(Place place) {
        var wrapped = ByteBuffer.allocate(WRAPPED_BYTES);
        try (var channel = FileChannel.open(path(place.file()), StandardOpenOption.READ)) {
            var read = channel.read(wrapped, position(place));
            if (read < WRAPPED_BYTES || isNothing(wrapped.array())) {
                return Optional.empty();
            }
            return Optional.of(unwrap(wrapped.array()));
        } catch (NoSuchFileException destroyed) {
            return Optional.empty();
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("a key in " + path(place.file()) + " is damaged", damaged);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + path(place.file()), failure);
        }
    }

    /** Overwrites it in its place, durably; a file of nothing else is deleted. May be repeated. */
    void destroy(Place place) {
        var file = path(place.file());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(WRAPPED_BYTES), position(place));
            channel.force(true);
            if (isNothing(Files.readAllBytes(file))) {
                DurableFiles.delete(file);
            }
        } catch (NoSuchFileException destroyed) {
            return;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot overwrite a key in " + file, failure);
        }
    }

    private Path path(UUID file) {
        return folder.resolve(file + ".keys");
    }

    private static long position(Place place) {
        return (long) place.index() * WRAPPED_BYTES;
    }

    private static boolean isNothing(byte[] bytes) {
        for (var each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] wrap(SecretKey key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AESWrap", "SunJCE");
        cipher.init(Cipher.WRAP_MODE, keyEncryptionKey);
        return cipher.wrap(key);
    }

    private SecretKey unwrap(byte[] wrapped) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AESWrap", "SunJCE");
        cipher.init(Cipher.UNWRAP_MODE, keyEncryptionKey);
        return (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
    }
}
