package dev.caravan.hsm;

/** The worker's own words why it could not. */
final class WorkerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final byte outcome;
    private final String words;

    /** @param outcome as {@link Worker} has it */
    WorkerFailure(byte outcome, String words) {
        super(words);
        this.outcome = outcome;
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether the token has counted a wrong PIN. */
    boolean isPinRefused() {
        return outcome == Worker.PIN_REFUSED;
    }

    /** Whether the token works, and only has no such key. */
    boolean isKeyMissing() {
        return outcome == Worker.KEY_MISSING;
    }
}
