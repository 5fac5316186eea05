package dev.caravan.hub.api;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;

import dev.caravan.access.Principal;

/** Who makes the request. Put there by whoever has let it in; a message from anywhere else has no caller, and fails. */
public final class Caller {

    private static final String ATTRIBUTE = Caller.class.getName();

    private final Principal principal;
    private final Credential credential;

    private Caller(Principal principal, Credential credential) {
        this.principal = principal;
        this.credential = credential;
    }

    /** Says that this principal makes the request. */
    public static void is(HttpServletRequest request, Principal principal, Credential credential) {
        request.setAttribute(ATTRIBUTE, new Caller(principal, credential));
    }

    /** Whether the caller must change the password before anything else. */
    public static boolean mustChangePassword(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller
                && caller.credential == Credential.FIRST_PASSWORD;
    }

    static Principal of(Message message) {
        return caller(message).principal;
    }

    static Credential credential(Message message) {
        return caller(message).credential;
    }

    /** Of a request that was let in. */
    public static Principal of(HttpServletRequest request) {
        return caller(request).principal;
    }

    /** Of the principal; empty for a stranger. */
    public static Optional<String> name(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller
                ? Optional.of(caller.principal.name())
                : Optional.empty();
    }

    private static Caller caller(Message message) {
        if (message instanceof PlatformHttpMessage http) {
            return caller(http.getRequest());
        }
        throw new IllegalStateException(
                "a message that nobody has let in: " + message.getExchange().getFromEndpoint());
    }

    private static Caller caller(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request that nobody has let in: " + request.getRequestURI());
    }
}
