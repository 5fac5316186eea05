package dev.caravan.emulator.dps;

import java.util.Locale;
import java.util.regex.Pattern;

/** The documented rules of registrationId and deviceId. */
final class RegistrationIds {

    /** Stricter of the two documented wordings: no special character at the start; alphanumeric or dash at the end. */
    private static final Pattern REGISTRATION = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,126}[A-Za-z0-9-])?");

    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

    private RegistrationIds() {}

    static void check(String id) {
        if (!REGISTRATION.matcher(id).matches()) {
            throw DpsError.invalid("Invalid registrationId: at most 128 letters, digits and - . _ :");
        }
    }

    static void checkDevice(String id) {
        if (!DEVICE.matcher(id).matches()) {
            throw DpsError.invalid("Invalid deviceId.");
        }
    }

    /** Ids are compared without regard to letter case (documented). */
    static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
