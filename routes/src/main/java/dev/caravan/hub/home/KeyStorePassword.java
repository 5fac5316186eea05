package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The password of the hub's key stores, in a file that holds nothing else. */
public final class KeyStorePassword {

    /** The setting that names the file. */
    public static final String KEY = "caravan.certificate.password-file";

    private static final int SHORTEST = 12;

    private KeyStorePassword() {}

    /** @throws IllegalArgumentException if it cannot be read or is too short */
    public static char[] read(Path file) {
        return read(KEY, file);
    }

    /** @param key the setting or option that names the file, for messages */
    public static char[] read(String key, Path file) {
        try {
            var password = Files.readString(file).strip();
            if (password.length() < SHORTEST) {
                throw new IllegalArgumentException(
                        key + ": the password in " + file + " must have at least " + SHORTEST + " characters");
            }
            return password.toCharArray();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    key + ": " + file + " cannot be read; it must hold the password of a key store", unreadable);
        }
    }
}
