package dev.caravan.story;

/** Settings of a hub that meets trouble for a whole batch and must not spend the test's time on polite pauses. */
public final class Patient {

    public static final String[] SETTINGS = {
        "--caravan.dps.throttle-pause=100ms",
        "--caravan.dps.operations-per-minute=600000",
        "--caravan.dps.attempts=50",
        "--caravan.dps.read-back=sample"
    };

    private Patient() {}
}
