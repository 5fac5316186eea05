package dev.caravan.ledger;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** What is known of a request when it comes, perhaps once more. */
public sealed interface KnownRequest {

    /**
     * It is to be carried out now, and ends by {@link RequestKeys#answered} or {@link RequestKeys#release}.
     *
     * @param attempt grows each time that it is begun anew after it was cut off
     */
    record Begun(RequestKey key, int attempt) implements KnownRequest {}

    /** It is being carried out. */
    record UnderWay() implements KnownRequest {}

    /** The key belongs to another request. */
    record Another() implements KnownRequest {}

    /** It was begun and cut off, and must not be carried out twice. */
    record CutOff(Instant begunAt) implements KnownRequest {}

    /**
     * It was carried out.
     *
     * @param fingerprint of that request
     * @param answer null if it is not kept
     */
    record Answered(
            String fingerprint, Instant begunAt, @Nullable Answer answer) implements KnownRequest {}

    /** An answer as it was given. */
    record Answer(int status, Map<String, String> headers, String body) {}
}
