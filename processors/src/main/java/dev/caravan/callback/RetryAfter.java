package dev.caravan.callback;

import java.time.Clock;
import java.time.Duration;

import org.apache.hc.client5.http.utils.DateUtils;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Deliveries;

/** A receiver's word how long it wants to be left alone: seconds or an HTTP date (RFC 9110, section 10.2.3). */
final class RetryAfter {

    private static final int MOST_DIGITS = 9;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {}

    /** Within a second and an hour; null if it is neither seconds nor a date. */
    static @Nullable Duration parse(String value, Clock clock) {
        var text = value.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return bounded(
                    text.length() > MOST_DIGITS ? Deliveries.LONGEST_PAUSE : Duration.ofSeconds(Long.parseLong(text)));
        }
        var date = DateUtils.parseStandardDate(text);
        return date == null ? null : bounded(Duration.between(clock.instant(), date));
    }

    private static Duration bounded(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return asked.compareTo(Deliveries.LONGEST_PAUSE) > 0 ? Deliveries.LONGEST_PAUSE : asked;
    }
}
