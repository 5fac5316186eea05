package dev.caravan.enrollment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.enrollment.Dps.WrongClock;

/**
 * Whether this machine's clock is right, going by the {@code Date} of the service's answers (RFC 9110, section 6.6.1). What
 * an answer says lies between sending and receiving, however long that took; by how much it lies outside, the clocks differ.
 *
 * <p>Three answers in a row decide, so that a clock that is set in the middle of a call, or one server among many, raises no
 * alarm; and a clock that is known to be wrong is right again only within half of what is allowed. An alarm ends at once when
 * the clock is set right, although no call is made: between answers a clock that nobody sets tells the time.
 */
final class ClockWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    /** Less than what certificates are dated back by, unless configured otherwise, and more than any server is off. */
    private static final Duration ALLOWED = Duration.ofMinutes(2);

    private static final int IN_A_ROW = 3;

    private final Clock clock;
    private final LongSupplier nanoTime;
    private Duration ahead = Duration.ZERO;
    /** When that was so, by either clock. */
    private Instant seen;

    private long seenNanos;
    private boolean wrong;
    private int contrary;

    /** @param nanoTime a clock that nobody sets, {@link System#nanoTime} */
    ClockWatch(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.seen = clock.instant();
        this.seenNanos = nanoTime.getAsLong();
    }

    /**
     * An answer has been received.
     *
     * @param sent when the question was sent, by this machine's clock
     * @param there what time it was when the service answered, by its own clock
     */
    synchronized void answered(Instant sent, Instant there) {
        var received = clock.instant();
        var difference = outside(sent, received, there);
        contrary = isOff(difference) == wrong ? 0 : contrary + 1;
        if (contrary == IN_A_ROW) {
            contrary = 0;
            wrong = !wrong;
            tell(received, difference);
        }
        if (contrary == 0) {
            ahead = difference;
            seen = received;
            seenNanos = nanoTime.getAsLong();
        }
    }

    /** How far this machine's clock is ahead, at least; negative when it is behind. */
    private static Duration outside(Instant sent, Instant received, Instant there) {
        if (there.isBefore(sent)) {
            return Duration.between(there, sent);
        }
        return there.isAfter(received) ? Duration.between(there, received) : Duration.ZERO;
    }

    private boolean isOff(Duration difference) {
        return difference.abs().compareTo(wrong ? ALLOWED.dividedBy(2) : ALLOWED) > 0;
    }

    private void tell(Instant here, Duration difference) {
        if (wrong) {
            LOG.warn("{}", new WrongClock(here, here.minus(difference)).sentence());
        } else {
            LOG.info("this machine's clock agrees with that of DPS again");
        }
    }

    /** Empty while the clock is right, as far as is known. */
    synchronized Optional<WrongClock> wrongClock() {
        var here = clock.instant();
        var set = Duration.between(seen, here).minusNanos(nanoTime.getAsLong() - seenNanos);
        var now = ahead.plus(set);
        return wrong && isOff(now) ? Optional.of(new WrongClock(here, here.minus(now))) : Optional.empty();
    }
}
