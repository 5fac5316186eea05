package dev.caravan.hub.access;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/** What a request carries as HTTP Basic (RFC 7617, UTF-8). What comes over a network without TLS is not looked at. */
record NameAndPassword(String name, String password) {

    private static final BasicAuthenticationConverter BASIC = new BasicAuthenticationConverter();

    /** Empty also if it cannot be read. */
    static Optional<NameAndPassword> of(HttpServletRequest request) {
        if (!request.isSecure() && !Peer.isThisMachine(request)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(BASIC.convert(request))
                    .map(pair -> new NameAndPassword(pair.getName(), String.valueOf(pair.getCredentials())));
        } catch (BadCredentialsException garbage) {
            return Optional.empty();
        }
    }

    /** Not the password. */
    @Override
    public String toString() {
        return name;
    }
}
