package dev.caravan.emulator.dps.enrollment;

import java.util.Base64;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;
import dev.caravan.emulator.dps.form.DpsError;

/** Symmetric keys: those a client sends, and those it leaves to the service. */
final class KeyMaker {

    /** The documented bounds of a key that a client sends. */
    private static final int SHORTEST = 16;

    private static final int LONGEST = 64;

    private final Random random;

    /** The random source makes secrets. */
    KeyMaker(Random random) {
        this.random = random;
    }

    /** A key that is null, empty or not there is made by the service (seen). */
    SymmetricKey read(JsonNode keys) {
        return new SymmetricKey(key(keys.path("primaryKey")), key(keys.path("secondaryKey")));
    }

    private String key(JsonNode sent) {
        return sent.asText("").isEmpty() || sent.isNull() ? made() : checked(sent.asText());
    }

    private String made() {
        var key = new byte[LONGEST];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static String checked(String key) {
        try {
            var length = Base64.getDecoder().decode(key).length;
            if (length >= SHORTEST && length <= LONGEST) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw wrongKey();
        }
        throw wrongKey();
    }

    private static DpsError wrongKey() {
        return DpsError.invalid("A symmetric key must be base64 of " + SHORTEST + " to " + LONGEST + " bytes.");
    }
}
