package dev.caravan.registration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.BoardGuid;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.Registration.Assigned;
import dev.caravan.enrollment.Registration.Failed;
import dev.caravan.ledger.FirstBoots;
import dev.caravan.ledger.FirstBoots.Awaited;

/**
 * Asks DPS about boards that are activated and have not registered: first after ten seconds, then whenever a board has been
 * waited for a quarter longer, and daily in the end, for as long as it takes. One thread; other hubs may look too.
 */
public final class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final int SHARE_OF_AGE = 4;
    private static final int ROUNDS_A_MINUTE = 30;

    private final FirstBoots firstBoots;
    private final Dps dps;
    private final Registrar registrar;
    private final int perMinute;
    private final Deque<BoardGuid> next = new ArrayDeque<>();

    /** @param perMinute how often DPS may be asked; the budget of DPS holds that, here it is the length of a round */
    public Lookout(FirstBoots firstBoots, Dps dps, Registrar registrar, int perMinute) {
        this.firstBoots = firstBoots;
        this.dps = dps;
        this.registrar = registrar;
        this.perMinute = perMinute;
    }

    /** One round, of a few seconds. Ends early when DPS answers nobody: whom it was asked about is due again in minutes. */
    public void look() {
        if (next.isEmpty()) {
            next.addAll(firstBoots.due(perMinute));
        }
        for (var asked = 0; asked <= perMinute / ROUNDS_A_MINUTE && !next.isEmpty(); asked++) {
            var board = firstBoots.take(next.remove());
            if (board.isPresent() && !answers(board.get())) {
                next.clear();
            }
        }
    }

    private boolean answers(Awaited board) {
        try {
            ask(board);
            return true;
        } catch (DpsException failure) {
            LOG.atDebug().addKeyValue("board", board.guid()).log("not looked for: {}", failure.getMessage());
            return !failure.isForEveryCall();
        }
    }

    private void ask(Awaited board) {
        var registration = dps.registration(board.guid());
        if (registration instanceof Assigned assigned) {
            registrar.seen(board.guid(), assigned.hub(), assigned.at());
            return;
        }
        if (registration instanceof Failed failed) {
            firstBoots.failed(board.guid(), failed.words());
        }
        firstBoots.lookAgain(board.guid(), pause(board.since()));
    }

    /** A quarter of the time since the activation, within ten seconds and a day. */
    static Duration pause(Duration since) {
        var pause = since.dividedBy(SHARE_OF_AGE);
        if (pause.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return pause.compareTo(FirstBoots.LONGEST_PAUSE) > 0 ? FirstBoots.LONGEST_PAUSE : pause;
    }
}
