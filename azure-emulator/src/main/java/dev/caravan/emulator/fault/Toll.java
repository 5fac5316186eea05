package dev.caravan.emulator.fault;

/** Stands in front of the faults and counts what comes; called once for every call, by any thread. */
@FunctionalInterface
public interface Toll {

    /** Whether, and when, the call may go on. */
    Admission admit(Attempt attempt);
}
