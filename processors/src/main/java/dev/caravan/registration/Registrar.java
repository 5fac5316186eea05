package dev.caravan.registration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.IllegalTransitionException;

/**
 * Where whoever has seen a board's first boot says so, be it DPS or a gateway: the first one counts, and the others change
 * nothing.
 */
public final class Registrar {

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    private final Boards boards;
    private final FirstBoots firstBoots;

    public Registrar(Boards boards, FirstBoots firstBoots) {
        this.boards = boards;
        this.firstBoots = firstBoots;
    }

    /** DPS has assigned this hub to the board. Another one than it is activated on raises an alarm. */
    public FirstBoot seen(BoardGuid guid, String assignedHub) {
        var found = boards.find(guid);
        if (found.isEmpty()) {
            return new FirstBoot.Unknown(guid);
        }
        try {
            var sight = firstBoots.seen(guid, assignedHub);
            var board = boards.find(guid).orElseThrow();
            say(board, sight);
            return new FirstBoot.Recorded(board, sight.news());
        } catch (IllegalTransitionException refused) {
            return new FirstBoot.NotActivated(boards.find(guid).orElseThrow());
        }
    }

    private static void say(Board board, FirstBoots.Sight sight) {
        if (sight.alarm() != null) {
            LOG.atError()
                    .addKeyValue("board", board.guid())
                    .addKeyValue("batch", board.batch())
                    .log("ALARM: {}", sight.alarm());
        } else if (sight.news()) {
            LOG.atInfo().addKeyValue("board", board.guid()).log("registered; its hub is {}", board.assignedHub());
        }
    }
}
