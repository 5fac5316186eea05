package dev.caravan.ledger;

import static dev.caravan.ledger.LedgerDatabase.NOW;

/** What went wrong last with a batch, also when it is over. */
final class LastProblem {

    private LastProblem() {}

    static void write(LedgerDatabase database, String batch, String problem) {
        database.writer()
                .sql("UPDATE batch SET last_problem = :problem, last_problem_at = " + NOW + " WHERE id = :batch")
                .param("problem", problem)
                .param("batch", batch)
                .update();
    }
}
