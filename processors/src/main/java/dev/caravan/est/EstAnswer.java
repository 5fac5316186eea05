package dev.caravan.est;

/** What became of a request. */
public sealed interface EstAnswer {

    /** @param certificates the board's, and those that lead to its root, as a CMS message (DER) */
    record Granted(byte[] certificates) implements EstAnswer {}

    /** @param reason the rule that the request breaks, and the value */
    record Refused(String reason) implements EstAnswer {}

    /** Nothing was issued, and nothing of it is the request's fault: it may be made again. */
    record Unavailable() implements EstAnswer {}

    /** @param reason why this board, whatever it asks, gets nothing now */
    record NotAwaited(String reason) implements EstAnswer {}
}
