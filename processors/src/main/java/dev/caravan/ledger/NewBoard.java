package dev.caravan.ledger;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.BoardGuid;

/** A good row on its way into the ledger. */
public record NewBoard(
        long line,
        BoardGuid guid,
        @Nullable String consignee,
        @Nullable String order,
        @Nullable String hardwareRevision,
        Map<String, String> attributes) {}
