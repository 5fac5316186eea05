package dev.caravan.hub.api;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

/** Which operation of the API document a request asks for. Put there by whoever has found it. */
public final class Operation {

    private static final String ATTRIBUTE = Operation.class.getName();

    private Operation() {}

    /** Says that the request asks for this one. @param id its operationId */
    public static void is(HttpServletRequest request, String id) {
        request.setAttribute(ATTRIBUTE, id);
    }

    /** Null for what is none of the API. */
    public static @Nullable String of(HttpServletRequest request) {
        return (String) request.getAttribute(ATTRIBUTE);
    }
}
