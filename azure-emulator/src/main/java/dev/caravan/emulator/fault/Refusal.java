package dev.caravan.emulator.fault;

import org.jspecify.annotations.Nullable;

/**
 * An answer given instead of the work.
 *
 * @param retryAfterSeconds sent as Retry-After; null for none
 * @param errorCode null: whatever is usual for the status
 */
public record Refusal(
        int status,
        @Nullable Integer retryAfterSeconds,
        @Nullable Integer errorCode,
        @Nullable String message) {}
