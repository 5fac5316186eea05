package dev.caravan.batch;

/**
 * The file cannot be read as a batch; no row of it was taken. It belongs into quarantine, with the message as the reason:
 * one line, in a line operator's words, naming file, place, rule and value.
 */
public final class UnreadableBatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableBatchException(String file, String reason) {
        super(file + ": " + reason);
    }

    UnreadableBatchException(String file, long line, String reason) {
        super(file + ", line " + line + ": " + reason);
    }

    UnreadableBatchException(String file, long line, long column, String reason) {
        super(file + ", line " + line + ", character " + column + ": " + reason);
    }
}
