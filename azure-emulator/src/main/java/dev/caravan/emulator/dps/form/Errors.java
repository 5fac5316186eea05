package dev.caravan.emulator.dps.form;

import java.util.Random;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.Refusal;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/** Error bodies in the documented form, and as HTTP answers. Safe for all threads. */
public final class Errors {

    private static final int CODES_A_STATUS = 1000;

    private final Stamps stamps;
    private final Random random;

    /** Tracking ids come from the random source, times from the stamps. */
    public Errors(Stamps stamps, Random random) {
        this.stamps = stamps;
        this.random = random;
    }

    /** A GUID as services hand them out; not a secret. */
    public String guid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The body, with a tracking id of its own. */
    public ObjectNode body(DpsError error) {
        return Json.object()
                .put("errorCode", error.code())
                .put("trackingId", guid())
                .put("message", error.text())
                .put("timestampUtc", Stamps.text(stamps.now()));
    }

    /** The whole answer; its request id is the tracking id of its body (seen). */
    public Answer answer(DpsError error, @Nullable Integer retryAfterSeconds) {
        var body = body(error);
        var answer = Answer.json(error.status(), body)
                .with("x-ms-error-code", String.valueOf(error.code()))
                .with("x-ms-request-id", body.path("trackingId").asText());
        return retryAfterSeconds == null ? answer : answer.with("Retry-After", String.valueOf(retryAfterSeconds));
    }

    /** The error a fault or the quota asks for; the code of a plain status is inferred. */
    public static DpsError of(Refusal refusal) {
        var code = refusal.errorCode();
        var message = refusal.message();
        return DpsError.of(
                refusal.status(),
                code == null ? refusal.status() * CODES_A_STATUS : code,
                message == null ? usualText(refusal.status()) : message);
    }

    private static String usualText(int status) {
        return switch (status) {
            case 429 -> "Too many requests.";
            case 500 -> "Internal server error.";
            case 503 -> "Service unavailable.";
            default -> "Refused with status " + status + ".";
        };
    }
}
