package dev.caravan.hub.access;

import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.login.Login;
import dev.caravan.login.Logins;

/**
 * Names and passwords of local users, as HTTP Basic. The answer 401 has no challenge for it: a browser that asks for a
 * password keeps it, and then sends it along when another site wants something of the hub.
 */
public final class PasswordCredentials implements Credentials {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Problem BUSY = Problem.of(
            Kind.TOO_MANY_REQUESTS,
            "Too many passwords are being looked at. Nothing was done; make the same request again in 5 s");

    private final Logins logins;

    public PasswordCredentials(Logins logins) {
        this.logins = logins;
    }

    @Override
    public Admission admit(HttpServletRequest request) {
        return NameAndPassword.of(request)
                .filter(pair -> !pair.name().isEmpty())
                .map(pair -> admit(pair.name(), pair.password()))
                .orElseGet(Admission.Nobody::new);
    }

    private Admission admit(String name, String password) {
        var login = logins.open(name, password);
        if (login instanceof Login.Welcome welcome) {
            return new Admission.Known(
                    welcome.principal(), welcome.first() ? Credential.FIRST_PASSWORD : Credential.PASSWORD);
        }
        return login instanceof Login.Busy ? new Admission.Turned(BUSY, WAIT) : new Admission.Nobody();
    }
}
