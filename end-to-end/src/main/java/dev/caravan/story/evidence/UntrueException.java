package dev.caravan.story.evidence;

/** Something that should be true is not. */
public final class UntrueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String actual;

    UntrueException(String what, String expected, String actual) {
        super(what);
        this.expected = expected;
        this.actual = actual;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }

    @Override
    public String toString() {
        return getMessage() + "; expected: " + expected + "; actual: " + actual;
    }
}
