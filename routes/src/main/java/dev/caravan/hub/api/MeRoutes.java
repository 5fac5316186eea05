package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;

import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.login.Logins;

/** Tells callers who they are, and changes their passwords. */
public final class MeRoutes extends RouteBuilder {

    static final String ME = "direct:me";
    static final String PASSWORD = "direct:me-password";

    private final Logins logins;

    public MeRoutes(Logins logins) {
        this.logins = logins;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(ME).routeId("me").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> MeView.of(Caller.of(asked), Caller.credential(asked))));

        from(PASSWORD).routeId("me-password").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> change(asked, asked.getBody(String.class))));
        // @formatter:on
    }

    private MeView change(Message asked, @Nullable String body) {
        var caller = Caller.of(asked);
        if (!Caller.credential(asked).isPassword()) {
            throw new ProblemException(Problem.of(
                    Kind.NO_PASSWORD,
                    "Nothing was changed: you did not come with a password, so there is none to change"));
        }
        var chosen =
                ApiJson.read(body == null ? "" : body, PasswordRequest.class).required();
        logins.objection(caller.name(), chosen).ifPresent(rule -> {
            throw ApiJson.invalid("field 'password' " + rule);
        });
        switch (logins.change(caller.name(), chosen)) {
            case SAME -> throw ApiJson.invalid("field 'password' must be another one than you have");
            case OVERTAKEN ->
                throw new ProblemException(Problem.of(
                        Kind.PASSWORD_CHANGED,
                        "Nothing was changed: the password was changed or reset a moment ago, by somebody else perhaps."
                                + " Ask the operator of Caravan"));
            case CHANGED -> {}
        }
        return MeView.of(caller, Credential.PASSWORD);
    }
}
