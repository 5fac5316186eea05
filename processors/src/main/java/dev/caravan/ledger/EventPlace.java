package dev.caravan.ledger;

import java.util.regex.Pattern;

/**
 * How far a reader of events has come: a position, and the stream that it is of.
 *
 * @param stream another one after a restore, because positions then count on from an earlier one
 */
public record EventPlace(String stream, long position) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16})-([0-9]{1,18})");

    /** @throws IllegalArgumentException if it is not what {@link #toString} gives */
    public static EventPlace parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no place among the events");
        }
        return new EventPlace(parts.group(1), Long.parseLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return stream + "-" + position;
    }
}
