package dev.caravan.activation;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.LateTwins;
import dev.caravan.registry.Registries;
import dev.caravan.registry.RegistryException;

/**
 * Brings a change of an activation to the twin in the hub where the board registered before the change, or while it was
 * made, and that was seen only afterwards: DPS has given the board the twin of before. One round after the other; other
 * hubs may do the same.
 */
public final class TwinCatchUp {

    private static final Logger LOG = LoggerFactory.getLogger(TwinCatchUp.class);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int AT_ONCE = 10;

    private final Boards boards;
    private final LateTwins lateTwins;
    private final Registries registries;
    private final HubSide hubSide;

    public TwinCatchUp(Boards boards, LateTwins lateTwins, Registries registries) {
        this.boards = boards;
        this.lateTwins = lateTwins;
        this.registries = registries;
        this.hubSide = new HubSide(registries);
    }

    /** Looks at some of the twins that are due, up to the first that cannot be looked at now; that one lets the others pass. */
    public void work() {
        for (var guid : lateTwins.due(AT_ONCE)) {
            var earlier = lateTwins.take(guid);
            if (earlier.isPresent() && !answers(guid, earlier.get())) {
                return;
            }
        }
    }

    private boolean answers(BoardGuid guid, Activation earlier) {
        try {
            bring(boards.find(guid).orElseThrow(), earlier);
            return true;
        } catch (CancellationException stopping) {
            throw stopping;
        } catch (RegistryException | IllegalStateException failure) {
            LOG.atWarn()
                    .addKeyValue("board", guid)
                    .log(
                            "its twin may be that of before its last change, and is looked at later: {}",
                            failure.getMessage());
            lateTwins.postpone(guid, failure instanceof RegistryException.ComeBackLater later ? later.pause() : SOON);
            return false;
        }
    }

    private void bring(Board board, Activation earlier) {
        var asked = board.activation();
        var hub = board.assignedHub();
        if (board.state() != BoardState.REGISTERED || asked == null || hub == null) {
            lateTwins.settled(board.guid());
        } else if (!registries.knows(hub)) {
            lateTwins.settled(board.guid());
            boards.remark(
                    board.guid(),
                    "the board registered while its metadata was being changed. Its twin in IoT Hub " + hub
                            + " may be that of before; Caravan has no connection string for this hub to see to it");
        } else {
            bring(board, earlier, asked, hub);
        }
    }

    /** The twin is read before the board is looked at again, so that its ETag refuses this where a newer change was quicker. */
    private void bring(Board board, Activation earlier, Activation asked, String hub) {
        var twin = registries.twin(hub, board.guid());
        if (boards.intent(board.guid()).isPresent()
                || boards.find(board.guid()).orElseThrow().version() != board.version()) {
            lateTwins.postpone(board.guid(), SOON);
        } else if (twin.isPresent() && hubSide.bring(hub, twin.get(), earlier, asked)) {
            lateTwins.patched(board.guid(), board.batch(), hub);
        } else {
            lateTwins.settled(board.guid());
        }
    }
}
