package dev.caravan.hub.repetition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

import dev.caravan.ledger.KnownRequest.Answer;
import dev.caravan.ledger.KnownRequest.Begun;
import dev.caravan.ledger.RequestKeys;

/**
 * One request that is being carried out. What was carried out is remembered before the caller hears of it; what was refused
 * has changed nothing, and is forgotten.
 */
final class Carried {

    private static final int SUCCESS = 2;
    private static final int HUNDREDS = 100;
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private final RequestKeys keys;
    private final Begun begun;
    private final String operation;
    private final DigestedBody body;

    Carried(RequestKeys keys, Begun begun, String operation, DigestedBody body) {
        this.keys = keys;
        this.begun = begun;
        this.operation = operation;
        this.body = body;
    }

    void rememberIn(HttpServletRequest request) {
        request.setAttribute(Carried.class.getName(), this);
    }

    /** Empty for a request without a key. */
    static Optional<Carried> of(HttpServletRequest request) {
        return Optional.ofNullable((Carried) request.getAttribute(Carried.class.getName()));
    }

    void release() {
        keys.release(begun);
    }

    /** @param response that holds the answer back */
    void end(HttpServletResponse response) throws IOException {
        var answer = WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class);
        if (answer == null || answer.getStatus() / HUNDREDS != SUCCESS) {
            release();
        } else {
            keys.answered(begun, body.fingerprint(), answer.getStatus(), kept(answer));
        }
        if (answer != null && !answer.isCommitted()) {
            answer.copyBodyToResponse();
        }
    }

    /** Null if the answer holds a secret, or is too long to be kept. */
    private @Nullable Answer kept(ContentCachingResponseWrapper answer) {
        if (Repeated.isSecret(operation) || answer.getContentSize() > LONGEST_ANSWER) {
            return null;
        }
        var headers = Stream.of("Content-Type", "Location", "ETag")
                .filter(name -> answer.getHeader(name) != null)
                .collect(Collectors.toMap(name -> name, answer::getHeader));
        return new Answer(
                answer.getStatus(), headers, new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8));
    }
}
