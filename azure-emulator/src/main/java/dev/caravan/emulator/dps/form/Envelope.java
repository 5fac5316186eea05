package dev.caravan.emulator.dps.form;

import java.util.Locale;
import java.util.Set;

import dev.caravan.emulator.wire.http.Call;

/** What both APIs ask of every HTTP call before they look at what it is about. */
public final class Envelope {

    /** GA versions the SDKs send; another one is refused (inferred). */
    public static final Set<String> API_VERSIONS = Set.of("2019-03-31", "2021-10-01");

    /** The same, and the preview in which devices send signing requests along. */
    public static final Set<String> API_VERSIONS_AND_PREVIEW = Set.of("2019-03-31", "2021-10-01", "2025-07-01-preview");

    /** The documented maximum of a DPS message. */
    public static final int LARGEST_MESSAGE = 96 * 1024;

    private static final String JSON = "application/json";

    private Envelope() {}

    /** 400 for an unknown api-version (inferred) and for a message that is too long, 415 for another media type. */
    public static void check(Call call) {
        check(call, API_VERSIONS);
    }

    /** The same with other api-versions. */
    public static void check(Call call, Set<String> versions) {
        if (call.parameter("api-version").filter(versions::contains).isEmpty()) {
            throw DpsError.invalid("api-version must be one of " + versions + ".");
        }
        if (call.body().length > 0 && !isJson(call.header("Content-Type").orElse(""))) {
            throw DpsError.of(415, 415000, "Content-Type must be application/json.");
        }
        if (call.body().length > LARGEST_MESSAGE) {
            throw DpsError.invalid("The message is larger than " + LARGEST_MESSAGE + " bytes.");
        }
    }

    private static boolean isJson(String contentType) {
        return contentType.equals(JSON)
                || contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(JSON);
    }
}
