package dev.caravan.batch;

/** How a batch ended, and the sentence that the operator reads. */
public sealed interface BatchEnd {

    /** One line, without a line break. */
    String message();

    /** The report and the summary are written. */
    record Complete(String message) implements BatchEnd {}

    /** The batch was stopped; a person must look at it. */
    record Alarm(String message) implements BatchEnd {}
}
