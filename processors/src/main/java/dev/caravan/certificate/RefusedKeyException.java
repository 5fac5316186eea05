package dev.caravan.certificate;

import org.jspecify.annotations.Nullable;

/**
 * A request or certificate from outside cannot be used for a board. The message is one line that names rule and value,
 * fit for a report: at most 80 characters of the value, without control characters.
 */
public final class RefusedKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 80;

    RefusedKeyException(String rule) {
        super(rule);
    }

    /** @param value as it was found */
    RefusedKeyException(String rule, @Nullable Object value) {
        super(rule + ", but is '" + shown(String.valueOf(value)) + "'");
    }

    private static String shown(String value) {
        var clean = value.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
        return clean.length() > LONGEST ? clean.substring(0, LONGEST - 1) + "…" : clean;
    }
}
