package dev.caravan.hub.api;

import org.jspecify.annotations.Nullable;

/**
 * The board after an activation.
 *
 * @param changed false if the board was activated so before
 * @param note what the caller should know, for instance that the board had registered already
 */
public record ActivationAnswer(
        BoardView board, boolean changed, @Nullable String note) {}
