package dev.caravan.reconciliation;

import dev.caravan.ledger.DpsRun;

/** What one kind of run does. */
interface Pass {

    /**
     * Does all of it.
     *
     * @return the end in one sentence, for the log
     * @throws TooMuchDiffersException if a person must look first
     */
    String over(DpsRun run);
}
