package dev.caravan.reconciliation;

import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.Finding;

/** Boards that a run could not adopt: the first ones with their reason, the others only counted. One thread. */
final class Refusals {

    private final Desk desk;
    private final DpsRun run;
    private int listed;

    Refusals(Desk desk, DpsRun run) {
        this.desk = desk;
        this.run = run;
    }

    void add(Finding finding, Tally tally) {
        if (listed < desk.settings().mostDifferences()) {
            listed++;
            desk.findings().record(run.id(), finding);
        } else {
            tally.unlisted();
        }
    }
}
