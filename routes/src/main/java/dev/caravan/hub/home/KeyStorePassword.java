package dev.caravan.hub.home;

import java.nio.file.Path;

import dev.caravan.secret.SecretText;

/** The password of the hub's key stores, in a file that holds nothing else. */
public final class KeyStorePassword {

    /** The setting that names the file. */
    public static final String KEY = "caravan.certificate.password-file";

    /** Has it where no file is named. */
    public static final String VARIABLE = "CARAVAN_CA_PASSWORD";

    private static final int SHORTEST = 12;

    private KeyStorePassword() {}

    /** @throws IllegalArgumentException if it cannot be read or is too short */
    public static char[] read(Path file) {
        return read(KEY, file);
    }

    /** @param setting the setting or option that names the file, for messages */
    public static char[] read(String setting, Path file) {
        var secret = new SecretText(setting, file.toString(), VARIABLE);
        var password = secret.read();
        if (password.length < SHORTEST) {
            throw new IllegalArgumentException(setting + ": the password in " + secret.place() + " must have at least "
                    + SHORTEST + " characters");
        }
        return password;
    }
}
