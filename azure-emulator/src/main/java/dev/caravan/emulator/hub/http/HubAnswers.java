package dev.caravan.emulator.hub.http;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.hub.Hub;
import dev.caravan.emulator.hub.HubError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/** A hub's errors over HTTPS: two capital words in the body (seen), and the name of the error in a header (documented). */
public final class HubAnswers {

    private static final String ERROR_NAME = "iothub-errorcode";

    private HubAnswers() {}

    /** The answer of a hub that does not do it; the seconds are for {@code Retry-After}, null for none. */
    public static Answer refused(Hub hub, HubError error, @Nullable Integer retryAfterSeconds) {
        var tracking = hub.stamps().guid().toString();
        var body = Json.object()
                .put("Message", "ErrorCode:" + error.name() + ";" + error.text())
                .put(
                        "ExceptionMessage",
                        "Tracking ID:" + tracking + "-TimeStamp:" + hub.stamps().now());
        var answer = Answer.json(error.status(), body).with(ERROR_NAME, error.name());
        return retryAfterSeconds == null ? answer : answer.with("Retry-After", String.valueOf(retryAfterSeconds));
    }
}
