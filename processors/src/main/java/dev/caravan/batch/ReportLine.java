package dev.caravan.batch;

/**
 * One row's end in the report.
 *
 * @param line as {@link Row#line}
 * @param guid canonical, or for a rejected row the cell as written
 * @param reason empty for an enrolled board
 */
public record ReportLine(long line, String guid, RowOutcome outcome, String reason) {}
