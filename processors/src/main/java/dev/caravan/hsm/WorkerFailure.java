package dev.caravan.hsm;

/** The worker's own words why it could not. */
final class WorkerFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String words;
    private final boolean pinRefused;

    WorkerFailure(String words, boolean pinRefused) {
        super(words);
        this.words = words;
        this.pinRefused = pinRefused;
    }

    String words() {
        return words;
    }

    /** Whether the token has counted a wrong PIN. */
    boolean pinRefused() {
        return pinRefused;
    }
}
