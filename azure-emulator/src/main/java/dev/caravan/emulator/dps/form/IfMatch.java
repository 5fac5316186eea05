package dev.caravan.emulator.dps.form;

import java.util.Optional;

/** The condition a writer sets: none, any version, or exactly one. */
public sealed interface IfMatch {

    /** Nothing was said. */
    record Absent() implements IfMatch {}

    /** {@code *}: whatever is stored, as long as something is. */
    record Any() implements IfMatch {}

    /** One etag, without quotes. */
    record Exactly(String etag) implements IfMatch {}

    /** Nothing was said. */
    IfMatch NONE = new Absent();

    /**
     * Reads the header, or the etag of a bulk item. One pair of quotes is taken off (the C# SDK always sends them);
     * half a pair is an error (seen).
     */
    static IfMatch of(Optional<String> value) {
        return value.map(IfMatch::of).orElse(NONE);
    }

    private static IfMatch of(String value) {
        var text = value.trim();
        if (text.equals("*")) {
            return new Any();
        }
        var quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        var bare = quoted ? text.substring(1, text.length() - 1) : text;
        if (bare.isEmpty() || bare.contains("\"")) {
            throw DpsError.invalid("ETag is invalid.");
        }
        return new Exactly(bare);
    }

    /** Refuses with 412 when the stored version is another one. */
    default void check(String stored) {
        if (this instanceof Exactly exactly && !exactly.etag().equals(stored)) {
            throw DpsError.stale();
        }
    }
}
