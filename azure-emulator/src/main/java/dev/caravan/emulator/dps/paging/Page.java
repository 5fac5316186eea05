package dev.caravan.emulator.dps.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/**
 * Part of what a query found.
 *
 * @param end the position of the last item, {@link #LAST} when nothing follows it
 */
public record Page<T>(List<T> items, long end) {

    static final long LAST = Long.MAX_VALUE;

    /** Behind which position the next page begins; empty when nothing follows. */
    public OptionalLong next() {
        return end == LAST ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** The array of a query's answer; a continuation is there only when something follows (seen). */
    public Answer answer(String itemType, Function<T, JsonNode> show) {
        var shown = Json.array();
        items.forEach(item -> shown.add(show.apply(item)));
        var answer = Answer.json(200, shown).with("x-ms-item-type", itemType).with("X-Content-Type-Options", "nosniff");
        return end == LAST ? answer : answer.with("x-ms-continuation", token());
    }

    /** Base64 of a token array, as opaque to clients as the real one. */
    private String token() {
        var token = Json.array().add(Json.object().put("token", PageRequest.TOKEN + end));
        return Base64.getEncoder().encodeToString(Json.text(token).getBytes(StandardCharsets.UTF_8));
    }
}
