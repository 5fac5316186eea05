package dev.caravan.ledger;

import java.time.Duration;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/**
 * Conditions on moments up to which somebody works or waits, for all statements. Times are the database's. No such moment
 * is further ahead than the longest lease or pause, unless the clock was set back since it was written: one that is twice as
 * far ahead counts as over. Twice, so that a small correction of the clock takes no work from its worker.
 */
final class Leases {

    /** The parameter of a statement that has the lease in milliseconds. */
    private static final String LEASE = ":lease";

    private Leases() {}

    /** The lease of the statement's parameter {@code :lease} is over. */
    static String over(String column) {
        return over(column, LEASE);
    }

    static String over(String column, Duration lease) {
        return over(column, String.valueOf(lease.toMillis()));
    }

    private static String over(String column, String longest) {
        return "(" + column + " < " + NOW + " OR " + farAhead(column, longest) + ")";
    }

    /** A pause that lasts as long as the statement's parameter {@code :lease} at most has come to its end. */
    static String due(String column) {
        return due(column, LEASE);
    }

    static String due(String column, Duration longest) {
        return due(column, String.valueOf(longest.toMillis()));
    }

    private static String due(String column, String longest) {
        return "(" + column + " <= " + NOW + " OR " + farAhead(column, longest) + ")";
    }

    private static String farAhead(String column, String longest) {
        return column + " > " + NOW + " + 2 * " + longest;
    }

    /** The column names a process of the hub of the statement's parameter {@code :hub}. */
    static String ofHub(String column) {
        return "substr(" + column + ", 1, length(:hub) + 1) = :hub || '/'";
    }
}
