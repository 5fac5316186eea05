package dev.caravan.emulator.fault;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What the faults together make of one call. Used by one thread. */
final class Verdict {

    private Duration delay = Duration.ZERO;
    private Tampering tampering = Tampering.NONE;
    private @Nullable Refusal refusal;
    private boolean dropBefore;
    private boolean dropAfter;
    private @Nullable String faults;

    void add(Fault fault, int firing) {
        faults = faults == null ? fault.id() : faults + "," + fault.id();
        var action = fault.action();
        if (action instanceof FaultAction.Delay more) {
            delay = delay.plus(more.time());
        } else if (action instanceof FaultAction.Drop drop) {
            dropAfter |= drop.afterEffect();
            dropBefore |= !drop.afterEffect();
        } else if (action instanceof FaultAction.Statuses status) {
            refusal = new Refusal(
                    status.statuses().get(firing % status.statuses().size()),
                    status.retryAfterSeconds(),
                    status.errorCode(),
                    status.message());
        } else if (action instanceof FaultAction.Store store) {
            tampering = tampering == Tampering.NONE ? new Tampering() : tampering;
            tampering.add(fault.ids(), store);
        }
    }

    boolean isFinal() {
        return refusal != null || dropBefore;
    }

    Duration delay() {
        return delay;
    }

    Tampering tampering() {
        return tampering;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    boolean dropBefore() {
        return dropBefore;
    }

    boolean dropAfter() {
        return dropAfter;
    }

    @Nullable
    String faults() {
        return faults;
    }
}
