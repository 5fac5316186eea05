package dev.caravan.emulator.hub.backend;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/** Finds twins, a page at a time, in the order of their ids; a page begins behind the last twin of the one before. */
final class QueryDesk {

    private static final int USUAL_SIZE = 100;
    private static final int LARGEST_SIZE = 1000;
    private static final String TOKEN = "after:";

    private QueryDesk() {}

    static Answer run(Request request) {
        var wanted = Query.parse(request.body().path("query").asText());
        var size = request.call()
                .header("x-ms-max-item-count")
                .map(QueryDesk::size)
                .orElse(USUAL_SIZE);
        var after = request.call()
                .header("x-ms-continuation")
                .map(QueryDesk::position)
                .orElse("");
        return page(request, wanted, size, after);
    }

    private static Answer page(Request request, Predicate<JsonNode> wanted, int size, String after) {
        var found = Json.array();
        var last = "";
        for (var device : request.hub().devicesAfter(after)) {
            var twin = TwinDesk.show(device);
            if (!wanted.test(twin)) {
                continue;
            }
            if (found.size() == size) {
                return answer(found).with("x-ms-continuation", token(last));
            }
            found.add(twin);
            last = device.id();
        }
        return answer(found);
    }

    private static Answer answer(JsonNode found) {
        return Answer.json(200, found).with("x-ms-item-type", "twin");
    }

    private static int size(String text) {
        try {
            var size = Integer.parseInt(text.trim());
            if (size >= 1) {
                return Math.min(size, LARGEST_SIZE);
            }
        } catch (NumberFormatException wrong) {
            // refused below, as any other wrong value
        }
        throw HubError.invalid("x-ms-max-item-count must be a positive number, but is '" + text + "'");
    }

    private static String token(String deviceId) {
        return Base64.getEncoder().encodeToString((TOKEN + deviceId).getBytes(StandardCharsets.UTF_8));
    }

    private static String position(String token) {
        try {
            var text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(TOKEN)) {
                return text.substring(TOKEN.length());
            }
        } catch (IllegalArgumentException notBase64) {
            // refused below, as any other wrong value
        }
        throw HubError.invalid("The continuation is not one of this hub.");
    }
}
