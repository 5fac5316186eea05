package dev.caravan.board;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A board's GUID in canonical form: 32 lower-case hexadecimal digits, hyphenated 8-4-4-4-12.
 *
 * <p>It is at once the certificate's common name, the DPS registrationId and the IoT Hub deviceId. The hub compares ids
 * with their case, so the text is normalised here, once, where it enters.
 */
public record BoardGuid(String value) implements Comparable<BoardGuid> {

    private static final Pattern CANONICAL =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String NIL = "00000000-0000-0000-0000-000000000000";

    /** What a GUID must look like, in words that a line operator can act on. */
    public static final String RULE =
            "must be a GUID of 32 hexadecimal digits, hyphenated 8-4-4-4-12, and not all zeros";

    /** @throws IllegalArgumentException if the text is not canonical; {@link #parse} is the way in for people's input */
    public BoardGuid {
        if (!CANONICAL.matcher(value).matches() || value.equals(NIL)) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /**
     * Reads a GUID as people write it: either letter case, surrounding blanks ignored. Braces and missing hyphens are
     * refused, because a text that needs guessing is more often a mistake than a GUID.
     *
     * @throws IllegalArgumentException with {@link #RULE}
     */
    public static BoardGuid parse(String text) {
        return new BoardGuid(text.strip().toLowerCase(Locale.ROOT));
    }

    @Override
    public int compareTo(BoardGuid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
