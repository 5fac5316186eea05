package dev.caravan.ledger;

/**
 * A row that gave no board.
 *
 * @param value the GUID cell as written
 * @param reason column, rule and value, in words for a line operator
 */
public record RefusedRow(long line, String value, Outcome outcome, String reason) {

    /** Why there is no board. */
    public enum Outcome {
        /** The row breaks a rule. */
        REJECTED,
        /** The GUID is owned by an earlier row, of this batch or another. */
        DUPLICATE
    }
}
