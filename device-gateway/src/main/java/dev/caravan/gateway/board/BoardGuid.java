package dev.caravan.gateway.board;

import java.util.Optional;
import java.util.regex.Pattern;

/** A board's GUID in canonical form: lower case, hyphens. Its text is safe in a file name. */
public record BoardGuid(String text) {

    private static final Pattern CANONICAL = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public BoardGuid {
        if (!CANONICAL.matcher(text).matches()) {
            throw new IllegalArgumentException("not a canonical GUID");
        }
    }

    /** Empty when the text is anything but a canonical GUID. */
    public static Optional<BoardGuid> parse(String text) {
        return CANONICAL.matcher(text).matches() ? Optional.of(new BoardGuid(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
