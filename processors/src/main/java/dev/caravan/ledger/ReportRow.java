package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One input row's end.
 *
 * @param state a {@link dev.caravan.board.BoardState}, or a {@link RefusedRow.Outcome}
 */
public record ReportRow(
        long line, String guid, String state, @Nullable String reason) {}
