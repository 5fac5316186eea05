package dev.caravan.progress;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long a batch takes yet, if everything goes on as in the last minute.
 *
 * @param boardsPerMinute what the hub works at the moment, all batches together
 * @param left time to the end; null while nothing moves
 * @param expectedAt when that is; null while nothing moves
 */
public record Forecast(
        long boardsPerMinute,
        @Nullable Duration left,
        @Nullable Instant expectedAt) {}
