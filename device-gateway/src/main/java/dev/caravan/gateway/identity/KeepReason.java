package dev.caravan.gateway.identity;

import java.nio.file.Path;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;

/** Failure policy of the intake: a file that breaks the intake itself keeps the reason like one that breaks a rule. */
public final class KeepReason extends RouteConfigurationBuilder {

    static final String ID = "keep-reason";

    private final IdentityIntake intake;

    public KeepReason(IdentityIntake intake) {
        this.intake = intake;
    }

    @Override
    public void configuration() {
        // @formatter:off
        routeConfiguration(ID)
            .onException(Exception.class)
                .handled(true)
                .process(this::keep);
        // @formatter:on
    }

    private void keep(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Path file = Path.of(exchange.getMessage().getHeader("CamelFileAbsolutePath", String.class));
        exchange.getMessage().setBody(intake.reject(file, "this gateway failed on it: " + cause.getMessage()));
    }
}
