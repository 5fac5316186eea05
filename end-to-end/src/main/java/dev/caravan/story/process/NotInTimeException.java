package dev.caravan.story.process;

/** Something that was waited for did not happen; the message says what, how long, and what was seen last. */
public final class NotInTimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInTimeException(String message) {
        super(message);
    }
}
