package dev.caravan.gateway.api;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failure policy of the API: whatever goes wrong is answered as a problem document, and only the unexpected is logged. */
public final class AnswerAsProblem extends RouteConfigurationBuilder {

    static final String ID = "answer-as-problem";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerAsProblem.class);

    @Override
    public void configuration() {
        // @formatter:off
        routeConfiguration(ID)
            .onException(Problem.class)
                .handled(true)
                .process(exchange -> Http.write(exchange, ApiAnswer.problem(caught(exchange, Problem.class))))
            .end()
            .onException(Exception.class)
                .handled(true)
                .process(AnswerAsProblem::unexpected);
        // @formatter:on
    }

    private static void unexpected(Exchange exchange) {
        LOG.atError()
                .addKeyValue("route", exchange.getFromRouteId())
                .setCause(caught(exchange, Exception.class))
                .log("A request failed");
        Problem problem = Problem.of(500, "Gateway failed", "The gateway failed on this request; its log says why.");
        Http.write(exchange, ApiAnswer.problem(problem));
    }

    private static <T extends Exception> T caught(Exchange exchange, Class<T> type) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, type);
    }
}
