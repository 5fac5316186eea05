package dev.caravan.hub.failure;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of a turn that failed and that the next one makes up for, where turns come by the second: the same words
 * once a minute. Thread-safe.
 */
public final class TurnFailed implements Processor {

    private static final Logger HUB = LoggerFactory.getLogger("dev.caravan.hub");
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String what;
    private final LongSupplier nanos;
    private String said = "";
    private long saidAt;

    /** @param what was to be done, as the operator reads it */
    public TurnFailed(String what) {
        this(what, System::nanoTime);
    }

    TurnFailed(String what, LongSupplier nanos) {
        this.what = what;
        this.nanos = nanos;
    }

    @Override
    public synchronized void process(Exchange failed) {
        var words = FailurePolicies.words(failed);
        var now = nanos.getAsLong();
        if (!words.equals(said) || now - saidAt >= QUIET.toNanos()) {
            HUB.warn("{}: {}", what, words);
            said = words;
            saidAt = now;
        }
    }
}
