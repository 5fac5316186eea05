package dev.caravan.hub.api;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/** Which operation of the API document a request asks for. Put there by whoever has found it. */
public final class Operation {

    private static final String ATTRIBUTE = Operation.class.getName();

    /** What their requests hold must stand nowhere, not even as a digest: they are not known again when they are sent again. */
    private static final Set<String> FORGOTTEN = Set.of("changePassword");

    private Operation() {}

    /** Whether a request for it may carry an Idempotency-Key. */
    public static boolean isRemembered(String id) {
        return !FORGOTTEN.contains(id);
    }

    /** Says that the request asks for this one. @param id its operationId */
    public static void is(HttpServletRequest request, String id) {
        request.setAttribute(ATTRIBUTE, id);
    }

    /** Null for what is none of the API. */
    public static @Nullable String of(HttpServletRequest request) {
        return (String) request.getAttribute(ATTRIBUTE);
    }
}
