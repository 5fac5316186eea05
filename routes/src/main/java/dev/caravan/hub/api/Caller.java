package dev.caravan.hub.api;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;

import dev.caravan.access.Principal;

/** Who makes the request. Put there by whoever has let it in; a message from anywhere else has no caller, and fails. */
public final class Caller {

    private static final String ATTRIBUTE = Caller.class.getName();

    private Caller() {}

    /** Says that this principal makes the request. */
    public static void is(HttpServletRequest request, Principal principal) {
        request.setAttribute(ATTRIBUTE, principal);
    }

    static Principal of(Message message) {
        if (message instanceof PlatformHttpMessage http) {
            return of(http.getRequest());
        }
        throw new IllegalStateException(
                "a message that nobody has let in: " + message.getExchange().getFromEndpoint());
    }

    /** Of a request that was let in. */
    public static Principal of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Principal caller) {
            return caller;
        }
        throw new IllegalStateException("a request that nobody has let in: " + request.getRequestURI());
    }
}
