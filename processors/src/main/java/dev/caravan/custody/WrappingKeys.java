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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.durable.DurableFiles;
import dev.caravan.hsm.DamagedContentException;
import dev.caravan.hsm.TokenUnavailableException;

/**
 * The key of each waiting identity, encrypted (AES key wrap, RFC 3394) under the key-encryption key, or
 * under a key that a token holding it encrypts and that stands first in the file; one file for those
 * that are made together. Without its 40 bytes here an identity is noise, wherever a copy of it may be: to destroy the
 * identity is to overwrite them. Thread-safe; several hubs may share the folder.
 */
final class WrappingKeys {

    private static final Logger LOG = LoggerFactory.getLogger(WrappingKeys.class);
    private static final int KEY_BYTES = 32;
    private static final int WRAPPED_BYTES = 40;
    private static final String PROOF = "key-encryption-key.proof";

    private final Path folder;
    private final KeyEncryption encryption;
    private final SecureRandom random;
    private volatile boolean proven;

    private WrappingKeys(Path folder, KeyEncryption encryption, SecureRandom random) {
        this.folder = folder;
        this.encryption = encryption;
        this.random = random;
    }

    /**
     * Where the key-encryption key is in a token that cannot be used now, whether it is the right one is found out later,
     * before it is used.
     *
     * @throws IllegalArgumentException if the keys in the folder were encrypted under another key-encryption key
     */
    static WrappingKeys open(Path folder, KeyEncryption encryption, SecureRandom random) {
        var keys = new WrappingKeys(DurableFiles.ownerOnlyFolder(folder), encryption, random);
        try {
            keys.prove();
        } catch (TokenUnavailableException later) {
            LOG.atWarn().log("nothing can be picked up for now: {}", later.getMessage());
        }
        return keys;
    }

    private synchronized void prove() {
        var proof = folder.resolve(PROOF);
        try {
            if (!proven && Files.exists(proof)) {
                unwrap(encryption, Files.readAllBytes(proof));
            } else if (!proven) {
                var file = encryption.make();
                var any = wrap(file.key(), new SecretKeySpec(new byte[KEY_BYTES], "AES"));
                DurableFiles.write(proof, join(file.header(), any), DurableFiles.OWNER_ONLY);
            }
            proven = true;
        } catch (GeneralSecurityException | DamagedContentException otherKey) {
            throw new IllegalArgumentException(
                    "caravan.custody.pickup: the key-encryption key is not the one that the keys in " + folder
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
        prove();
        var encrypting = encryption.make();
        var file = UUID.randomUUID();
        var keys = new ArrayList<Named>();
        var wrapped = new ByteArrayOutputStream();
        wrapped.writeBytes(encrypting.header());
        for (var index = 0; index < count; index++) {
            var bytes = new byte[KEY_BYTES];
            random.nextBytes(bytes);
            var key = new SecretKeySpec(bytes, "AES");
            Arrays.fill(bytes, (byte) 0);
            try {
                wrapped.writeBytes(wrap(encrypting.key(), key));
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
        var header = ByteBuffer.allocate(encryption.headerBytes());
        var wrapped = ByteBuffer.allocate(WRAPPED_BYTES);
        try (var channel = FileChannel.open(path(place.file()), StandardOpenOption.READ)) {
            channel.read(header, 0);
            var read = channel.read(wrapped, position(place));
            if (read < WRAPPED_BYTES || isNothing(wrapped.array(), 0)) {
                return Optional.empty();
            }
            prove();
            return Optional.of(unwrap(encryption, join(header.array(), wrapped.array())));
        } catch (NoSuchFileException destroyed) {
            return Optional.empty();
        } catch (GeneralSecurityException | DamagedContentException damaged) {
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
            if (isNothing(Files.readAllBytes(file), encryption.headerBytes())) {
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

    private long position(Place place) {
        return encryption.headerBytes() + (long) place.index() * WRAPPED_BYTES;
    }

    private static boolean isNothing(byte[] bytes, int from) {
        for (int index = from; index < bytes.length; index++) {
            if (bytes[index] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] join(byte[] header, byte[] wrapped) {
        return ByteBuffer.allocate(header.length + wrapped.length)
                .put(header)
                .put(wrapped)
                .array();
    }

    private static byte[] wrap(SecretKey encrypting, SecretKey key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AESWrap", "SunJCE");
        cipher.init(Cipher.WRAP_MODE, encrypting);
        return cipher.wrap(key);
    }

    private static SecretKey unwrap(KeyEncryption encryption, byte[] both) throws GeneralSecurityException {
        var start = encryption.headerBytes();
        if (both.length != start + WRAPPED_BYTES) {
            throw new GeneralSecurityException("not as long as one key");
        }
        var cipher = Cipher.getInstance("AESWrap", "SunJCE");
        cipher.init(Cipher.UNWRAP_MODE, encryption.open(Arrays.copyOf(both, start)));
        return (SecretKey) cipher.unwrap(Arrays.copyOfRange(both, start, both.length), "AES", Cipher.SECRET_KEY);
    }
}
