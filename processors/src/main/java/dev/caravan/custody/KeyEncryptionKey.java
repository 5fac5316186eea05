package dev.caravan.custody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/** Reads the key that wrapping keys are encrypted with: from a file or the environment, never from where they are. */
final class KeyEncryptionKey {

    static final String VARIABLE = "CARAVAN_PICKUP_KEY";

    private static final String SETTING = "caravan.custody.pickup.key-file";
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyEncryptionKey() {}

    /**
     * @param environment the value of {@link #VARIABLE}, if it is set
     * @param elsewhere folders that the file must not be in
     * @throws IllegalArgumentException naming setting, rule and file, and nothing of the key
     */
    static SecretKey read(String keyFile, @Nullable String environment, Collection<Path> elsewhere) {
        if (!keyFile.isEmpty()) {
            return decode(text(Path.of(keyFile), elsewhere), SETTING + ": what is in " + keyFile);
        }
        if (environment == null) {
            throw new IllegalArgumentException(
                    SETTING + " is empty and " + VARIABLE + " is not set: one of them must give"
                            + " the key that waiting identities are encrypted with. Make one: umask 077; openssl rand -base64 32"
                            + " > /etc/caravan/pickup-key");
        }
        return decode(environment, "the environment variable " + VARIABLE);
    }

    private static String text(Path file, Collection<Path> elsewhere) {
        for (var folder : elsewhere) {
            if (PickupSettings.within(file, folder)) {
                throw new IllegalArgumentException(SETTING + ": " + file + " must not lie in " + folder
                        + ": whoever gets hold of one would have the other");
            }
        }
        try {
            var mode = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(mode)) {
                throw new IllegalArgumentException(
                        SETTING + ": " + file + " must be readable by its owner only (chmod 600)");
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(SETTING + ": " + file + " cannot be read", unreadable);
        }
    }

    private static SecretKey decode(String text, String place) {
        var wrong = place + " must be 32 bytes in base64, as openssl rand -base64 32 makes them";
        try {
            var bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length != BYTES) {
                throw new IllegalArgumentException(wrong);
            }
            var key = new SecretKeySpec(bytes, "AES");
            Arrays.fill(bytes, (byte) 0);
            return key;
        } catch (IllegalArgumentException garbage) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
