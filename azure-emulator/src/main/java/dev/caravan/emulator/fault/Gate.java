package dev.caravan.emulator.fault;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.wire.Line;

/**
 * Every call of every transport passes here once: the quota is asked, then the faults, and the outcome is written down.
 */
public final class Gate {

    /** In the history, the status of a call that was dropped before anything was done. */
    static final int NOTHING = 0;

    private final Toll quota;
    private final Faults faults;
    private final History history;
    private final ServiceClock clock;
    private final Changes changes;

    /** A gate over these; the clock is the one that faults may put wrong. */
    public Gate(Toll quota, Faults faults, History history, ServiceClock clock, Changes changes) {
        this.quota = quota;
        this.faults = faults;
        this.history = history;
        this.clock = clock;
        this.changes = changes;
    }

    /** Runs the errand on the caller's thread, or after a delay on the line's. */
    public void pass(Attempt attempt, Line line, Errand errand) {
        var admission = quota.admit(attempt);
        if (admission instanceof Admission.Refused over) {
            var reply = errand.refuse(over.refusal());
            settle(attempt, line, reply.status(), "quota", reply.send());
            return;
        }
        var verdict = faults.judge(attempt, line.transport());
        var wait = verdict.delay().plus(((Admission.Later) admission).by());
        if (wait.isZero()) {
            run(attempt, line, errand, verdict);
        } else {
            line.later(wait, () -> run(attempt, line, errand, verdict));
        }
    }

    private void run(Attempt attempt, Line line, Errand errand, Verdict verdict) {
        if (verdict.dropBefore()) {
            settle(attempt, line, NOTHING, verdict.faults(), line::drop);
            return;
        }
        var refusal = verdict.refusal();
        var reply = refusal == null ? perform(attempt, errand, verdict) : errand.refuse(refusal);
        if (verdict.dropAfter()) {
            settle(attempt, line, reply.status(), verdict.faults(), line::drop);
        } else {
            verdict.delivery().ifPresent(line::deliver);
            settle(attempt, line, reply.status(), verdict.faults(), reply.send());
        }
    }

    /** The other writer of a stale etag comes just before a write, or just after a read. */
    private Errand.Reply perform(Attempt attempt, Errand errand, Verdict verdict) {
        var reading = attempt.method().equals("GET");
        if (!reading) {
            verdict.overtaken().forEach(errand::overtake);
        }
        var reply = verdict.skew().isZero()
                ? errand.perform(verdict.tampering())
                : clock.off(verdict.skew(), () -> errand.perform(verdict.tampering()));
        if (reading) {
            verdict.overtaken().forEach(errand::overtake);
        }
        return reply;
    }

    /** Whoever waits for the outcome hears of it last, when the sending has had its effect too. */
    private void settle(Attempt attempt, Line line, int status, @Nullable String why, Runnable end) {
        history.add(attempt, line.transport(), status, why);
        end.run();
        changes.happened();
    }
}
