package dev.caravan.custody;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import dev.caravan.certificate.IssuedIdentity;
import dev.caravan.certificate.Pem;

/**
 * Sealed identities that wait in the hub for their pick-up. Each sealed envelope is encrypted once more, under a key of
 * its own in {@link WrappingKeys}; so it can be destroyed for good. A file is that and, in the clear, the leaf
 * certificate.
 */
public final class WaitingIdentities extends IdentityFiles {

    private static final String LABEL = "CARAVAN WAITING IDENTITY";
    private static final String BEGIN = "-----BEGIN " + LABEL + "-----";
    private static final String END = "-----END " + LABEL + "-----";
    private static final int PLACE_BYTES = 2 * Long.BYTES + Integer.BYTES;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final SealedContent sealed;
    private final WrappingKeys keys;
    private final SecureRandom random;

    WaitingIdentities(Path kept, Path waiting, SealedContent sealed, WrappingKeys keys, SecureRandom random) {
        super(kept, waiting);
        this.sealed = sealed;
        this.keys = keys;
        this.random = random;
    }

    @Override
    public void requireKeysAllowed() {
        sealed.requireValid();
    }

    @Override
    List<byte[]> contents(List<IssuedIdentity> identities) {
        var named = keys.make(identities.size());
        var contents = new ArrayList<byte[]>();
        for (var index = 0; index < identities.size(); index++) {
            var identity = identities.get(index);
            var locked = lock(named.get(index), IdentityRef.of(identity), sealed.of(identity));
            contents.add(Pem.join(Pem.block(LABEL, locked), SealedContent.leaf(identity)));
        }
        return contents;
    }

    /** What was sealed for the station, if it waits. */
    Optional<byte[]> open(BatchBox batch, IdentityRef identity) {
        var locked = locked(delivered(batch, identity));
        return locked.flatMap(bytes -> keys.find(place(bytes)).map(key -> unlock(bytes, key, identity)));
    }

    /** Destroys an identity that had waited. May be repeated. */
    void destroyWaiting(BatchBox batch, IdentityRef identity) {
        if (find(batch, identity).filter(Whereabouts.DELIVERED::equals).isPresent()) {
            var file = delivered(batch, identity);
            deleteAll(Objects.requireNonNull(file.getParent()), List.of(file));
        }
    }

    /** Its key first: without it the rest is noise. */
    @Override
    void beforeDeletion(Path file) {
        locked(file).ifPresent(bytes -> keys.destroy(place(bytes)));
    }

    private byte[] lock(WrappingKeys.Named named, IdentityRef identity, byte[] envelope) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        var file = named.place().file();
        return ByteBuffer.allocate(PLACE_BYTES + NONCE_BYTES + envelope.length + TAG_BYTES)
                .putLong(file.getMostSignificantBits())
                .putLong(file.getLeastSignificantBits())
                .putInt(named.place().index())
                .put(nonce)
                .put(gcm(Cipher.ENCRYPT_MODE, named.key(), nonce, identity, envelope))
                .array();
    }

    private static byte[] unlock(byte[] locked, SecretKey key, IdentityRef identity) {
        var nonce = new byte[NONCE_BYTES];
        var rest = new byte[locked.length - PLACE_BYTES - NONCE_BYTES];
        ByteBuffer.wrap(locked).position(PLACE_BYTES).get(nonce).get(rest);
        return gcm(Cipher.DECRYPT_MODE, key, nonce, identity, rest);
    }

    /** Bound to board and certificate: one that was put in another's place does not open. */
    private static byte[] gcm(int mode, SecretKey key, byte[] nonce, IdentityRef identity, byte[] content) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD((identity.guid() + " " + identity.thumbprint()).getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(content);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the waiting identity of " + identity.guid() + " is damaged", failure);
        }
    }

    private static WrappingKeys.Place place(byte[] locked) {
        var buffer = ByteBuffer.wrap(locked);
        return new WrappingKeys.Place(new UUID(buffer.getLong(), buffer.getLong()), buffer.getInt());
    }

    /** Empty for a file that is gone, or that a crash has left half written. */
    private static Optional<byte[]> locked(Path file) {
        try {
            var text = Files.readString(file, StandardCharsets.US_ASCII);
            var end = text.indexOf(END);
            return text.startsWith(BEGIN) && end > 0
                    ? Optional.of(Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), end)))
                    : Optional.empty();
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
