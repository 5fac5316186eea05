package dev.caravan.emulator.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;
import dev.caravan.emulator.wire.http.Call;

/**
 * Something that can be read from the control port, and what it should come to.
 *
 * @param on a path of the control API that is read with GET, query included
 * @param at JSON pointer into what it answers; empty for all of it. What is not there, or a status other than 200, is
 *     missing
 * @param within how long to wait for it
 */
record Condition(String on, String at, Test test, Duration within) {

    private static final int SUCCESS = 200;
    private static final int USUAL_SECONDS = 30;
    private static final int MOST_SECONDS = 600;

    /** What a value should be. */
    interface Test {
        boolean holds(JsonNode value);
    }

    /** What was found, and whether that is what was asked for. */
    record Finding(boolean holds, int status, JsonNode value) {

        ObjectNode show() {
            var shown = Json.object().put("holds", holds).put("status", status);
            return value.isMissingNode() ? shown.putNull("value") : shown.set("value", value);
        }
    }

    static Condition of(Call call) {
        var on = call.parameter("on").orElse("");
        if (!on.startsWith("/") || on.startsWith("/wait")) {
            throw new IllegalArgumentException("on must be a path of this API, such as /state/summary");
        }
        var seconds = Parameters.atLeastZero(call, "timeoutSeconds", USUAL_SECONDS);
        if (seconds > MOST_SECONDS) {
            throw new IllegalArgumentException("timeoutSeconds must be from 0 to " + MOST_SECONDS);
        }
        var at = call.parameter("at").orElse("");
        MissingNode.getInstance().at(at);
        return new Condition(on, at, test(call), Duration.ofSeconds(seconds));
    }

    private static Test test(Call call) {
        var equal = call.parameter("equals");
        var least = call.parameter("atLeast").map(text -> Parameters.atLeastZero(call, "atLeast", 0));
        var exists = call.parameter("exists").map(Boolean::parseBoolean);
        if ((equal.isPresent() ? 1 : 0) + (least.isPresent() ? 1 : 0) + (exists.isPresent() ? 1 : 0) != 1) {
            throw new IllegalArgumentException("exactly one of equals, atLeast and exists must be given");
        }
        if (equal.isPresent()) {
            return value -> isEqual(value, equal.get());
        }
        if (least.isPresent()) {
            return value -> amount(value) >= least.get();
        }
        return value -> exists.get() != (value.isMissingNode() || value.isNull());
    }

    /** Text compares as it is, everything else as JSON. */
    private static boolean isEqual(JsonNode value, String expected) {
        if (value.isValueNode()) {
            return !value.isMissingNode() && value.asText().equals(expected);
        }
        return Json.read(expected.getBytes(StandardCharsets.UTF_8))
                .filter(value::equals)
                .isPresent();
    }

    /** A number itself, a list or an object by its size, nothing as 0. */
    private static long amount(JsonNode value) {
        return value.isNumber() ? value.longValue() : value.size();
    }

    Finding judge(Function<Call, Answer> site) {
        var answer = site.apply(Call.get(on));
        var value = answer.status() == SUCCESS
                ? Json.read(answer.body()).map(body -> body.at(at)).orElse(MissingNode.getInstance())
                : MissingNode.getInstance();
        return new Finding(test.holds(value), answer.status(), value);
    }
}
