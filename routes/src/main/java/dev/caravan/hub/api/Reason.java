package dev.caravan.hub.api;

import org.jspecify.annotations.Nullable;

/** Why something is done to a board, as it stands in the audit trail. */
final class Reason {

    static final String WORDS = "why, for the audit trail; 1 to 500 characters";
    static final String EXAMPLE = "stolen on 12 March";

    private static final int LONGEST = 500;

    private Reason() {}

    static String of(@Nullable String text) {
        return text("reason", text, LONGEST);
    }

    static String text(String field, @Nullable String text, int longest) {
        if (text == null
                || text.isBlank()
                || text.length() > longest
                || text.chars().anyMatch(Character::isISOControl)) {
            throw ApiJson.invalid(
                    "'" + field + "' is required: 1 to " + longest + " characters, without control characters");
        }
        return text.strip();
    }
}
