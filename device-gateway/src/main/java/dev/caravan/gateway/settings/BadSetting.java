package dev.caravan.gateway.settings;

import org.jspecify.annotations.Nullable;

/** A value that breaks its rule; the message is the line that the operator reads. */
public final class BadSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param key in full, such as {@code caravan.http.port} */
    public BadSetting(String key, String rule, @Nullable Object value) {
        super(key + " " + rule + ", not "
                + (value == null || value.toString().isEmpty() ? "empty" : "'" + value + "'"));
    }

    private BadSetting(String message, Throwable cause) {
        super(message, cause);
    }

    /** For a rule that is checked elsewhere and speaks for itself. */
    public static BadSetting under(String key, IllegalArgumentException rule) {
        return new BadSetting(key + ": " + rule.getMessage(), rule);
    }
}
