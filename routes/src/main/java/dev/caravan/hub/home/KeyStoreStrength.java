package dev.caravan.hub.home;

import java.util.Map;

/**
 * How much work it is to try a password at the PKCS#12 files that this program writes; those that were written with less are
 * read as before. The JDK's own settings, which whoever has set them for this process keeps.
 */
public final class KeyStoreStrength {

    private static final Map<String, String> SETTINGS = Map.of(
            // Rounds of PBKDF2 with HMAC-SHA256, as OWASP asks for passwords.
            "keystore.pkcs12.keyPbeIterationCount", "600000",
            // Rounds of SHA-256 alone, of which a round of HMAC needs two.
            "keystore.pkcs12.macIterationCount", "1200000",
            // They are no secret, and would be a third lock on the same door.
            "keystore.pkcs12.certProtectionAlgorithm", "NONE");

    private KeyStoreStrength() {}

    /** Before the first file is written. */
    public static void apply() {
        SETTINGS.forEach((setting, value) -> {
            if (System.getProperty(setting) == null) {
                System.setProperty(setting, value);
            }
        });
    }
}
