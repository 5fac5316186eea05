package dev.caravan.emulator.junit5;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;

/** A wait that happens in the emulator, which notices a change at once; nothing is polled. */
public final class Waiting {

    private static final int IN_TIME = 200;

    private final ControlPort port;
    private final String path;
    private final String pointer;
    private final Duration within;

    Waiting(ControlPort port, String path, String pointer, Duration within) {
        this.port = port;
        this.path = path;
        this.pointer = pointer;
        this.within = within;
    }

    /** For one value of the answer: a JSON pointer such as {@code /registrations/assigned}. */
    public Waiting at(String jsonPointer) {
        return new Waiting(port, path, jsonPointer, within);
    }

    /** Not longer than this, in whole seconds from 1 to 600; otherwise it is 30. */
    public Waiting within(Duration limit) {
        return new Waiting(port, path, pointer, limit);
    }

    /** Until the value is this text or number, or equal to this JSON. */
    public JsonNode isEqualTo(Object expected) {
        return until("equals=" + ControlPort.encoded(expected.toString()));
    }

    /** Until a number has reached this, or a list has so many elements. */
    public JsonNode isAtLeast(long amount) {
        return until("atLeast=" + amount);
    }

    /** Until there is a value. */
    public JsonNode exists() {
        return until("exists=true");
    }

    /** @throws AssertionError when time is up; with what was there instead */
    private JsonNode until(String condition) {
        var seconds = Math.max(1, within.toSeconds());
        var reply = port.send(
                "GET",
                "/wait?on=" + ControlPort.encoded(path) + "&at=" + ControlPort.encoded(pointer) + "&" + condition
                        + "&timeoutSeconds=" + seconds,
                new byte[0]);
        if (reply.status() != IN_TIME) {
            throw new AssertionError(
                    "not within " + seconds + " s: " + path + " " + pointer + " " + condition + "; " + reply.text());
        }
        return reply.body().path("value");
    }
}
