package dev.caravan.ledger;

/**
 * A batch that is being read or worked.
 *
 * @param rows input rows, good and bad
 * @param settled boards that DPS has or that are parked
 * @param refused rows that gave no board
 */
public record OpenBatch(String id, long rows, long settled, long refused) {

    /** Rows that something is still to be done for. */
    public long remaining() {
        return Math.max(0, rows - settled - refused);
    }
}
