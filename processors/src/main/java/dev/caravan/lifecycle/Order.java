package dev.caravan.lifecycle;

import java.util.OptionalLong;

import dev.caravan.access.Requester;

/**
 * Who wants something done, and why.
 *
 * @param by the principal
 * @param reason for the audit trail
 * @param version the board's version that the caller has seen; empty: whichever it is
 */
public record Order(Requester by, String reason, OptionalLong version) {}
