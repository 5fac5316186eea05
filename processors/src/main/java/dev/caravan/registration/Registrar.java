package dev.caravan.registration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Requester;
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

    /** How far apart a gateway's clock and the hub's may be. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private final Boards boards;
    private final FirstBoots firstBoots;
    private final Clock clock;

    public Registrar(Boards boards, FirstBoots firstBoots, Clock clock) {
        this.boards = boards;
        this.firstBoots = firstBoots;
        this.clock = clock;
    }

    /**
     * DPS has assigned this hub to the board. Another one than it is activated on raises an alarm.
     *
     * @param registeredAt when the board asked; null if DPS does not say
     */
    public FirstBoot seen(BoardGuid guid, String assignedHub, @Nullable Instant registeredAt) {
        var found = boards.find(guid);
        if (found.isEmpty()) {
            return new FirstBoot.Unknown(guid);
        }
        try {
            var sight = firstBoots.seen(guid, assignedHub, registeredAt);
            var board = boards.find(guid).orElseThrow();
            say(board, sight);
            return new FirstBoot.Recorded(board, sight.news());
        } catch (IllegalTransitionException refused) {
            return new FirstBoot.NotActivated(boards.find(guid).orElseThrow());
        }
    }

    /**
     * A gateway reports a first boot. Its word counts where the ledger agrees with it: the board is activated on that hub, and
     * was so by then. Otherwise DPS is asked about the board, if it is awaited, and what DPS says counts.
     *
     * @param by the gateway
     */
    public void reported(Report report, Requester by) {
        var board = boards.find(report.board());
        if (board.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("board", report.board())
                    .log("{} reports a first boot of no board of ours", by.name());
        } else if (agrees(board.get(), report)) {
            recordAsReported(report, by);
        } else {
            firstBoots.lookNow(report.board());
        }
    }

    private void recordAsReported(Report report, Requester by) {
        try {
            var sight = firstBoots.seen(report.board(), report.iotHub(), report.at(), by);
            boards.find(report.board()).ifPresent(board -> say(board, sight));
        } catch (IllegalTransitionException overtaken) {
            LOG.atInfo()
                    .addKeyValue("board", report.board())
                    .log("taken out of service while its first boot was reported");
        }
    }

    private boolean agrees(Board board, Report report) {
        var activation = board.activation();
        var since = board.activatedAt();
        return board.state().inService()
                && activation != null
                && since != null
                && activation.iotHub().equals(report.iotHub())
                && !report.at().isBefore(since.minus(CLOCKS))
                && !report.at().isAfter(clock.instant().plus(CLOCKS))
                && boards.intent(board.guid()).isEmpty();
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
