package dev.caravan.ledger;

import org.jspecify.annotations.Nullable;

/** One input row's end, for the batch report. */
public record ReportRow(
        long line, String guid, String outcome, @Nullable String reason) {}
