package dev.caravan.custody;

import javax.crypto.SecretKey;

import dev.caravan.hsm.DamagedContentException;

/** Has the key-encryption key: what the keys of one file are encrypted with, or how to find that again. */
interface KeyEncryption {

    /** The length of {@link FileKey#header()}. */
    int headerBytes();

    /** For a new file. */
    FileKey make();

    /**
     * @param header as it stands at the beginning of a file
     * @throws DamagedContentException if that was made with another key-encryption key
     */
    SecretKey open(byte[] header);

    /** A key, and what must stand at the beginning of its file. */
    record FileKey(SecretKey key, byte[] header) {}

    /** The key itself, in memory, encrypts the keys of every file. */
    static KeyEncryption inMemory(SecretKey key) {
        return new KeyEncryption() {
            @Override
            public int headerBytes() {
                return 0;
            }

            @Override
            public FileKey make() {
                return new FileKey(key, new byte[0]);
            }

            @Override
            public SecretKey open(byte[] header) {
                return key;
            }
        };
    }
}
