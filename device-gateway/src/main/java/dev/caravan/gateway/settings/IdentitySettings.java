package dev.caravan.gateway.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How identity files are opened.
 *
 * @param pkcs12PasswordFile holds the one password of all PKCS#12 files; absent when they have none
 */
public record IdentitySettings(@Nullable Path pkcs12PasswordFile) {

    /** The password; empty when none is set. */
    public char[] pkcs12Password() {
        if (pkcs12PasswordFile == null) {
            return new char[0];
        }
        try {
            return Files.readString(pkcs12PasswordFile).strip().toCharArray();
        } catch (IOException e) {
            throw new BadSetting("caravan.identities.pkcs12-password-file", "is a readable file", pkcs12PasswordFile);
        }
    }
}
