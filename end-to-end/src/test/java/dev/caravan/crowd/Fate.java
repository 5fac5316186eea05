package dev.caravan.crowd;

/** What became of a board's enrollment before the board is switched on. */
enum Fate {
    ENROLLED,
    DISABLED,
    NEVER_ENROLLED,
    ENROLLED_WITH_ANOTHER_CERTIFICATE;

    private static final int LAST_THREE = 97;
    private static final int HUNDRED = 100;

    /** Of a hundred boards the last three meet with a refusal, each with another one. */
    static Fate of(int number) {
        return values()[Math.max(0, number % HUNDRED - LAST_THREE + 1)];
    }

    boolean isEnrolled() {
        return this != NEVER_ENROLLED;
    }
}
