package dev.caravan.hub.access;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import jakarta.servlet.http.HttpServletRequest;

import dev.caravan.hub.api.Credential;
import dev.caravan.hub.api.Problem;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.login.Login;
import dev.caravan.login.Logins;

/**
 * Names and passwords of local users, as HTTP Basic (RFC 7617, UTF-8). Those that come over a network without TLS are not
 * looked at. The answer 401 has no challenge for it: a browser that asks for a password keeps it, and then sends it along
 * when another site wants something of the hub.
 */
public final class PasswordCredentials implements Credentials {

    private static final String SCHEME = "Basic ";
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
        var header = request.getHeader("Authorization");
        if (header == null
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !request.isSecure() && !Peer.isThisMachine(request)) {
            return new Admission.Nobody();
        }
        var pair = decoded(header.substring(SCHEME.length()).strip());
        var colon = pair.indexOf(':');
        return colon < 1 ? new Admission.Nobody() : admit(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private Admission admit(String name, String password) {
        var login = logins.open(name, password);
        if (login instanceof Login.Welcome welcome) {
            return new Admission.Known(
                    welcome.principal(), welcome.first() ? Credential.FIRST_PASSWORD : Credential.PASSWORD);
        }
        return login instanceof Login.Busy ? new Admission.Turned(BUSY, WAIT) : new Admission.Nobody();
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbage) {
            return "";
        }
    }
}
