package dev.caravan.gateway.api;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the caller gets, without HTTP's writing.
 *
 * @param status an HTTP status
 * @param contentType of the body
 * @param retryAfter in seconds, at least 1 where present
 */
public record ApiAnswer(int status, String contentType, JsonNode body, Optional<Long> retryAfter) {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    static ApiAnswer ok(JsonNode body) {
        return new ApiAnswer(200, JSON, body, Optional.empty());
    }

    static ApiAnswer accepted(JsonNode body, long retryAfter) {
        return new ApiAnswer(202, JSON, body, Optional.of(retryAfter));
    }

    static ApiAnswer problem(Problem problem) {
        return new ApiAnswer(problem.status(), PROBLEM, problem.json(), problem.retryAfter());
    }
}
