package dev.caravan.emulator.fault;

import dev.caravan.emulator.wire.Line;

/**
 * Every call of every transport passes here once: the quota is asked, then the faults, and the outcome is written down.
 */
public final class Gate {

    /** In the history, the status of a call that was dropped before anything was done. */
    private static final int NOTHING = 0;

    private final Faults faults;
    private final Quota quota;
    private final History history;

    /** A gate over these three. */
    public Gate(Faults faults, Quota quota, History history) {
        this.faults = faults;
        this.quota = quota;
        this.history = history;
    }

    /** Runs the errand on the caller's thread, or after a delay on the line's. */
    public void pass(Attempt attempt, Line line, Errand errand) {
        var overQuota = quota.admit(attempt);
        if (overQuota.isPresent()) {
            var reply = errand.refuse(overQuota.get());
            history.add(attempt, reply.status(), "quota");
            reply.send().run();
            return;
        }
        var verdict = faults.judge(attempt);
        if (verdict.delay().isZero()) {
            run(attempt, line, errand, verdict);
        } else {
            line.later(verdict.delay(), () -> run(attempt, line, errand, verdict));
        }
    }

    private void run(Attempt attempt, Line line, Errand errand, Verdict verdict) {
        if (verdict.dropBefore()) {
            history.add(attempt, NOTHING, verdict.faults());
            line.drop();
            return;
        }
        var refusal = verdict.refusal();
        var reply = refusal == null ? errand.perform(verdict.tampering()) : errand.refuse(refusal);
        history.add(attempt, reply.status(), verdict.faults());
        if (verdict.dropAfter()) {
            line.drop();
        } else {
            reply.send().run();
        }
    }
}
