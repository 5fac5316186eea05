package dev.caravan.hub.failure;

import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.RouteConfigurationBuilder;

import dev.caravan.ledger.FailureWords;

/** What becomes of a message whose step failed. Routes opt in by name. */
public final class FailurePolicies extends RouteConfigurationBuilder {

    /**
     * The message is tried three times and then dropped: it only points into the ledger, where the work stays
     * unfinished, and the sweeper points at it again. The operator reads the failure in the log and in the batch status.
     */
    public static final String LEAVE_TO_SWEEPER = "leave-to-sweeper";

    private static final String WORDS = "CaravanFailure";
    private static final int REPEATS = 2;
    private static final int PAUSE_MILLIS = 500;

    @Override
    public void configuration() {
        // @formatter:off
        routeConfiguration(LEAVE_TO_SWEEPER)
            .onException(Exception.class)
                .maximumRedeliveries(REPEATS).redeliveryDelay(PAUSE_MILLIS)
                .retryAttemptedLogLevel(LoggingLevel.DEBUG)
                .handled(true)
                .setProperty(WORDS).exchange(FailurePolicies::words)
                .log(LoggingLevel.WARN, "dev.caravan.hub", "${routeId} failed, the sweeper tries again: ${exchangeProperty." + WORDS + "}");
        // @formatter:on
    }

    /** What an operator reads of the failure; Camel's own wrapping says nothing. */
    static String words(Exchange failed) {
        var failure = failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        var cause = failure.getCause();
        return FailureWords.of(failure instanceof RuntimeCamelException && cause != null ? cause : failure);
    }
}
