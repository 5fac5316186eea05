package dev.caravan.story.wire;

import java.net.http.HttpHeaders;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param json the body; a missing node when there is none, or when it is no JSON
 */
public record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

    /** The body of an expected 2xx answer. */
    public JsonNode success() {
        if (status < 200 || status > 299) {
            throw new IllegalStateException("answered " + status + ": " + text);
        }
        return json;
    }

    /** The ETag header with its quotes, or an empty text. */
    public String etag() {
        return headers.firstValue("ETag").orElse("");
    }
}
