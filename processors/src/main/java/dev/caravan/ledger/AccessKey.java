package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;

/**
 * An API key, without its secret.
 *
 * @param id names it; part of the key itself, and no secret
 * @param live whether it opens the API now
 * @param revokedAt null if it was not revoked
 * @param lastUsedAt to the minute; null if it never was
 */
public record AccessKey(
        String id,
        Principal principal,
        boolean live,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {}
