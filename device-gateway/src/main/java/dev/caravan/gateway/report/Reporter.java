package dev.caravan.gateway.report;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import dev.caravan.device.retry.Backoff;

/** Tells the hub of first boots, some at a time; where it does not take them, again and again, less and less often. One thread. */
public final class Reporter {

    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final int AT_ONCE = 100;

    private final FirstBoots boots;
    private final HubLine hub;
    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator random;

    private Instant notBefore = Instant.MIN;
    private int failures;
    private String said = "";

    public Reporter(FirstBoots boots, HubLine hub, Backoff backoff, Clock clock, RandomGenerator random) {
        this.boots = boots;
        this.hub = hub;
        this.backoff = backoff;
        this.clock = clock;
        this.random = random;
    }

    /** One round; most have nothing to do. */
    void report() {
        List<FirstBoot> some = boots.waiting(AT_ONCE);
        if (some.isEmpty() || clock.instant().isBefore(notBefore)) {
            return;
        }
        Optional<String> obstacle = hub.report(some);
        if (obstacle.isEmpty()) {
            boots.reported(some);
            failures = 0;
            say("");
        } else {
            notBefore = clock.instant().plus(backoff.after(failures++, random));
            say(obstacle.get());
        }
    }

    /** What is said once is not said again. */
    private void say(String words) {
        Level level = words.isEmpty() || words.equals(said) ? Level.DEBUG : Level.WARN;
        LOG.atLevel(level)
                .log(words.isEmpty() ? "First boots are reported" : "First boots wait to be reported: {}", words);
        said = words;
    }
}
