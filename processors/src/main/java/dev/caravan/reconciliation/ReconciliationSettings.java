package dev.caravan.reconciliation;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * When and how the ledger is compared with DPS ({@code caravan.reconciliation}).
 *
 * @param nightly whether a run begins by itself each day; it repairs nothing
 * @param at when, by the clock of this machine's time zone, {@code 02:00} for instance
 * @param disableUnexpected whether an enrollment found enabled without an activation is disabled at once, by any run
 * @param pageSize enrollments asked for at once, 1 to 1000
 * @param mostDifferences a run that finds more stops and repairs nothing: it looks at the wrong DPS, or at a disaster
 */
public record ReconciliationSettings(
        boolean nightly, String at, boolean disableUnexpected, int pageSize, int mostDifferences) {

    public ReconciliationSettings {
        parse(at);
        within("page-size", pageSize, 1, 1000);
        within("most-differences", mostDifferences, 1, 100_000);
    }

    /** The time of day of the nightly run. */
    public LocalTime time() {
        return parse(at);
    }

    private static LocalTime parse(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    "caravan.reconciliation.at must be a time of day in quotes, such as \"02:00\", but is '" + text
                            + "'",
                    wrong);
        }
    }

    private static void within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "caravan.reconciliation." + key + " must be " + least + " to " + most + ", but is " + value);
        }
    }
}
