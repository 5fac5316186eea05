package dev.caravan.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;

/**
 * A person who comes in with a name and a password.
 *
 * @param first whether the password is one that somebody else has seen: it must be changed before anything else
 * @param locked whether no password opens anything for a while, because too many were wrong
 * @param changedAt when the password was made
 * @param disabledAt null if the user is not disabled
 * @param lastUsedAt to the minute; null if never
 */
public record LocalUser(
        Principal principal,
        boolean first,
        boolean locked,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant disabledAt,
        @Nullable Instant lastUsedAt) {}
