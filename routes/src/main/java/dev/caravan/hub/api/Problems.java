package dev.caravan.hub.api;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.activation.HalfDoneException;
import dev.caravan.enrollment.DpsException;
import dev.caravan.hub.api.Problem.Kind;

/** The API's failure policy: whatever fails is answered with problem details, and nothing of the inside shows. */
public final class Problems extends RouteConfigurationBuilder {

    /** Routes of the API opt in by this name. */
    static final String ANSWER_WITH_PROBLEM = "answer-with-problem";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(30);

    @Override
    public void configuration() {
        // @formatter:off
        routeConfiguration(ANSWER_WITH_PROBLEM)
            .onException(Exception.class)
                .handled(true)
                .logExhausted(false)
                .process(this::answer);
        // @formatter:on
    }

    private void answer(Exchange exchange) {
        var ended = explain(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, ended.problem().status());
        answer.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (ended.retryAfter() != null) {
            answer.setHeader("Retry-After", Math.max(1, ended.retryAfter().toSeconds()));
        }
        if (ended.etag() != null) {
            answer.setHeader("ETag", ended.etag());
        }
        answer.setBody(ApiJson.write(ended.problem()));
    }

    static ProblemException explain(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException ours) {
                return ours;
            }
        }
        if (failure instanceof DpsException dps) {
            return explain(dps);
        }
        if (failure instanceof HalfDoneException half) {
            return new ProblemException(
                    Problem.of(Kind.HALF_DONE, half.getMessage() + ". The hub brings it to its end; ask for the board"),
                    half.pause());
        }
        LOG.atError().setCause(failure).log("a request failed");
        return new ProblemException(Problem.of(
                Kind.INTERNAL, "The hub could not carry out the request; its log says why. Try again later"));
    }

    private static ProblemException explain(DpsException failure) {
        var words = String.valueOf(failure.getMessage());
        if (failure instanceof DpsException.ComeBackLater later) {
            var done = later.perhapsDone() ? ". It may have been carried out" : ". Nothing was changed";
            return new ProblemException(
                    Problem.of(Kind.DPS_UNAVAILABLE, words + done + "; make the same request again"), later.pause());
        }
        if (failure instanceof DpsException.Down down) {
            return new ProblemException(
                    Problem.of(Kind.DPS_UNAVAILABLE, words + ". Nothing was changed; make the same request again then"),
                    down.pause());
        }
        if (failure instanceof DpsException.UnknownOutcome) {
            return new ProblemException(
                    Problem.of(
                            Kind.DPS_UNAVAILABLE,
                            words + ". The hub finds out by itself; ask for the board, or make the same request again"),
                    SOON);
        }
        if (failure instanceof DpsException.Refused) {
            return new ProblemException(Problem.of(Kind.DPS_REFUSES, words));
        }
        if (failure instanceof DpsException.AccessDenied) {
            return new ProblemException(
                    Problem.of(Kind.DPS_REFUSES, words + ". Nothing was changed; ask the operator of Caravan to look"));
        }
        return new ProblemException(
                Problem.of(Kind.DPS_UNAVAILABLE, words + ". Nothing was changed; make the same request again"), SOON);
    }
}
