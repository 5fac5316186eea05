package dev.caravan.reconciliation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.Board;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Boards;

/** Alarms in the log, at the board, and as the last problem of its batch. */
public final class LedgerAlarms implements Alarms {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerAlarms.class);

    private final Boards boards;
    private final Batches batches;

    public LedgerAlarms(Boards boards, Batches batches) {
        this.boards = boards;
        this.batches = batches;
    }

    @Override
    public void raise(Board board, String words) {
        LOG.atError()
                .addKeyValue("board", board.guid())
                .addKeyValue("batch", board.batch())
                .log("ALARM: {}", words);
        boards.alarm(board.guid(), words);
        batches.problem(board.batch(), "board " + board.guid() + ": " + words);
    }
}
