package dev.caravan.gateway.api;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request that was not granted, as RFC 9457 writes it, thrown by the step that finds out.
 */
public final class Problem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final long retryAfter;

    private Problem(int status, String title, String detail, long retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.retryAfter = retryAfter;
    }

    static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail, 0);
    }

    /** @param seconds when to ask again; at least 1 */
    static Problem of(int status, String title, String detail, long seconds) {
        return new Problem(status, title, detail, seconds);
    }

    int status() {
        return status;
    }

    Optional<Long> retryAfter() {
        return retryAfter > 0 ? Optional.of(retryAfter) : Optional.empty();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", status);
        json.put("detail", getMessage());
        return json;
    }
}
