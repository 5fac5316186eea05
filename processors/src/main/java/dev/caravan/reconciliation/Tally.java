package dev.caravan.reconciliation;

import dev.caravan.ledger.DpsRuns.Progress;

/** What a run has counted since it last told the ledger. One thread. */
final class Tally {

    private long enrollments;
    private long agreed;
    private long noBoards;
    private long unlisted;
    private long changed;

    void enrollments(int more) {
        enrollments += more;
    }

    void agreed(int more) {
        agreed += more;
    }

    void noBoard() {
        noBoards++;
    }

    void unlisted() {
        unlisted++;
    }

    void changed(int more) {
        changed += more;
    }

    /** Begins anew. */
    Progress take() {
        var progress = new Progress(enrollments, agreed, noBoards, unlisted, changed);
        enrollments = 0;
        agreed = 0;
        noBoards = 0;
        unlisted = 0;
        changed = 0;
        return progress;
    }
}
