package dev.caravan.story;

/** A step was not true; the reader has been told already. */
final class StoryEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoryEndedException(RuntimeException cause) {
        super(cause);
    }
}
