package dev.caravan.emulator.dps.form;

import java.util.Locale;
import java.util.regex.Pattern;

/** The documented rules of the ids of registrations, enrollment groups and devices. */
public final class Identifiers {

    /** Stricter of the two documented wordings: no special character at the start; alphanumeric or dash at the end. */
    private static final Pattern REGISTRATION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,126}[A-Za-z0-9-])?");

    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

    private Identifiers() {}

    /** 400 unless it can be the id of a registration, or of a group: the same rule (documented). */
    public static void check(String field, String id) {
        if (!REGISTRATION.matcher(id).matches()) {
            throw DpsError.invalid("Invalid " + field + ": at most 128 letters, digits and - . _ :");
        }
    }

    /** 400 unless a hub can take it. */
    public static void checkDevice(String id) {
        if (!DEVICE.matcher(id).matches()) {
            throw DpsError.invalid("Invalid deviceId.");
        }
    }

    /** Ids are compared without regard to letter case (documented). An id in lower case is its own key. */
    public static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
