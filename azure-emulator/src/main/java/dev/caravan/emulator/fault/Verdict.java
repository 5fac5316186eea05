package dev.caravan.emulator.fault;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.wire.Delivery;

/** What the faults together make of one call. Used by one thread. */
final class Verdict {

    private final Attempt attempt;
    private final Set<String> overtaken = new LinkedHashSet<>();
    private Duration delay = Duration.ZERO;
    private Duration skew = Duration.ZERO;
    private Tampering tampering = Tampering.NONE;
    private @Nullable Refusal refusal;
    private @Nullable Delivery delivery;
    private boolean dropBefore;
    private boolean dropAfter;
    private @Nullable String faults;

    Verdict(Attempt attempt) {
        this.attempt = attempt;
    }

    void add(Fault fault, int firing) {
        faults = faults == null ? fault.id() : faults + "," + fault.id();
        var action = fault.action();
        if (action instanceof FaultAction.Delay more) {
            delay = delay.plus(more.time());
        } else if (action instanceof FaultAction.ClockSkew more) {
            skew = skew.plus(more.offset());
        } else if (action instanceof FaultAction.Drop drop) {
            dropAfter |= drop.afterEffect();
            dropBefore |= !drop.afterEffect();
        } else if (action instanceof FaultAction.Statuses status) {
            refusal = refusalOf(status, firing);
        } else if (action instanceof FaultAction.Deliver deliver) {
            delivery = deliver.how();
        } else if (action instanceof FaultAction.StaleEtag) {
            attempt.ids().stream().filter(fault.rule()::concerns).forEach(overtaken::add);
        } else if (action instanceof FaultAction.Store store) {
            changes().add(fault.rule().ids(), store);
        } else if (action instanceof FaultAction.FailItems failure) {
            changes().add(fault.rule().ids(), failure);
        }
    }

    private static Refusal refusalOf(FaultAction.Statuses status, int firing) {
        return new Refusal(
                status.statuses().get(firing % status.statuses().size()),
                status.retryAfterSeconds(),
                status.errorCode(),
                status.message());
    }

    private Tampering changes() {
        if (tampering == Tampering.NONE) {
            tampering = new Tampering();
        }
        return tampering;
    }

    boolean isFinal() {
        return refusal != null || dropBefore;
    }

    Duration delay() {
        return delay;
    }

    Duration skew() {
        return skew;
    }

    Tampering tampering() {
        return tampering;
    }

    Optional<Delivery> delivery() {
        return Optional.ofNullable(delivery);
    }

    /** The ids whose etag another writer changes. */
    Set<String> overtaken() {
        return overtaken;
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
