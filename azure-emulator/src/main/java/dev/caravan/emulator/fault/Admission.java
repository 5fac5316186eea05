package dev.caravan.emulator.fault;

import java.time.Duration;

/** What the quota says to a call. */
public sealed interface Admission {

    /** Go on. */
    Admission NOW = new Later(Duration.ZERO);

    /** Go on when the time has come; zero for at once. */
    record Later(Duration by) implements Admission {}

    /** Over the limit. */
    record Refused(Refusal refusal) implements Admission {}
}
