package dev.caravan.enrollment;

import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Sees the response headers that the service client hides.
 *
 * <p>The client sits on {@code HttpsURLConnection}, which hands every response's headers to the JVM's {@link
 * CookieHandler} on the calling thread. This one keeps {@code Retry-After} and {@code Date} for the thread that made the call
 * and leaves the rest to the handler that was there before.
 */
final class ResponseHeaders extends CookieHandler {

    private static final ThreadLocal<@Nullable Duration> RETRY_AFTER = new ThreadLocal<>();
    private static final ThreadLocal<@Nullable Instant> DATE = new ThreadLocal<>();

    private final @Nullable CookieHandler previous;
    private final String host;
    private final Clock clock;

    private ResponseHeaders(@Nullable CookieHandler previous, String host, Clock clock) {
        this.previous = previous;
        this.host = host;
        this.clock = clock;
    }

    /** Watches the answers of one host from now on. */
    static void watch(String host, Clock clock) {
        CookieHandler.setDefault(new ResponseHeaders(CookieHandler.getDefault(), host, clock));
    }

    /** Forgets what an earlier call on this thread left. */
    static void expectAnswer() {
        RETRY_AFTER.remove();
        DATE.remove();
    }

    /** The {@code Retry-After} of this thread's last answer, counted from then; never negative. */
    static Optional<Duration> retryAfter() {
        return Optional.ofNullable(RETRY_AFTER.get());
    }

    /** The {@code Date} of this thread's last answer: what time it was then, by the service's clock. */
    static Optional<Instant> date() {
        return Optional.ofNullable(DATE.get());
    }

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) throws IOException {
        return previous == null ? Map.of() : previous.get(uri, requestHeaders);
    }

    @Override
    public void put(URI uri, Map<String, List<String>> responseHeaders) throws IOException {
        if (host.equalsIgnoreCase(uri.getHost())) {
            responseHeaders.forEach((name, values) -> {
                if ("Retry-After".equalsIgnoreCase(name) && !values.isEmpty()) {
                    RETRY_AFTER.set(pause(values.get(0)));
                } else if ("Date".equalsIgnoreCase(name) && !values.isEmpty()) {
                    DATE.set(instant(values.get(0)));
                }
            });
        }
        if (previous != null) {
            previous.put(uri, responseHeaders);
        }
    }

    /** Seconds or an HTTP date (RFC 9110, section 10.2.3); null if it is neither. */
    private @Nullable Duration pause(String value) {
        try {
            if (value.chars().allMatch(Character::isDigit)) {
                return Duration.ofSeconds(Long.parseLong(value));
            }
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return null;
        }
        var date = instant(value);
        return date == null ? null : until(date);
    }

    private static @Nullable Instant instant(String value) {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private Duration until(Instant date) {
        var wait = Duration.between(clock.instant(), date);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
