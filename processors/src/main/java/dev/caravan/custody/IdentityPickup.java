package dev.caravan.custody;

import java.time.Duration;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.custody.PickupOutcome.AsFiles;
import dev.caravan.custody.PickupOutcome.Confirmed;
import dev.caravan.custody.PickupOutcome.Here;
import dev.caravan.custody.PickupOutcome.NeverPickedUp;
import dev.caravan.custody.PickupOutcome.NoSecret;
import dev.caravan.custody.PickupOutcome.NotReady;
import dev.caravan.custody.PickupOutcome.OfAnother;
import dev.caravan.custody.PickupOutcome.Over;
import dev.caravan.custody.PickupOutcome.Unknown;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Pickup;
import dev.caravan.ledger.Pickups;

/**
 * An identity is picked up once: the caller that comes first may fetch the same envelope again under the same key, until
 * it confirms the flash or the time is over. Then the envelope is destroyed, and only a new identity can replace it.
 */
public final class IdentityPickup {

    private final Boards boards;
    private final Pickups pickups;
    private final IdentityExit exit;
    private final BatchBoxes boxes;
    private final Duration window;

    /** @param exit without {@link WaitingIdentities} nothing can be picked up, and each request is told so */
    public IdentityPickup(Boards boards, Pickups pickups, IdentityExit exit, BatchBoxes boxes, Duration window) {
        this.boards = boards;
        this.pickups = pickups;
        this.exit = exit;
        this.boxes = boxes;
        this.window = window;
    }

    /** @param requestKey SHA-256 of the caller's Idempotency-Key */
    public PickupOutcome fetch(BoardGuid guid, Requester caller, String requestKey) {
        if (!(exit instanceof WaitingIdentities waiting)) {
            return new AsFiles();
        }
        var board = boards.find(guid).map(Board::renewed).orElse(null);
        if (board == null) {
            return new Unknown(guid);
        }
        if (boards.givenKeys().find(guid).isPresent()) {
            return new NoSecret(board);
        }
        if (board.thumbprint() == null) {
            return new NotReady(board);
        }
        var begun = pickups.find(board);
        if (begun.isEmpty() && !waits(waiting, board)) {
            return new NotReady(board);
        }
        var pickup = begun.orElseGet(() -> pickups.begin(board, caller, requestKey, window));
        if (pickup.over()) {
            return new Over(pickup);
        }
        if (!pickup.isOf(caller.name(), requestKey)) {
            return new OfAnother(pickup);
        }
        return waiting.open(boxes.of(board.batch()), identity(board))
                .<PickupOutcome>map(identity -> new Here(pickup, identity))
                .orElseGet(() -> new Over(pickup));
    }

    private boolean waits(WaitingIdentities waiting, Board board) {
        return board.state().activatable()
                && waiting.open(boxes.of(board.batch()), identity(board)).isPresent();
    }

    /** Confirms that the identity is on the board. One that comes late is recorded too: the board has its key. */
    public PickupOutcome confirm(BoardGuid guid, Requester caller, String requestKey) {
        var board = boards.find(guid).map(Board::renewed).orElse(null);
        if (board == null) {
            return new Unknown(guid);
        }
        var begun = board.thumbprint() == null ? null : pickups.find(board).orElse(null);
        if (begun == null) {
            return new NeverPickedUp(board);
        }
        if (!begun.isOf(caller.name(), requestKey)) {
            return new OfAnother(begun);
        }
        pickups.confirmed(begun, caller);
        var confirmed = pickups.find(board).orElseThrow();
        destroy(confirmed);
        return new Confirmed(confirmed);
    }

    /** Destroys what is over; what a crash left is found again. */
    public void destroyEnded() {
        pickups.toDestroy().forEach(this::destroy);
    }

    private void destroy(Pickup pickup) {
        if (exit instanceof WaitingIdentities waiting) {
            waiting.destroyWaiting(boxes.of(pickup.batch()), new IdentityRef(pickup.guid(), pickup.thumbprint()));
            pickups.destroyed(pickup);
        }
    }

    private static IdentityRef identity(Board board) {
        return new IdentityRef(board.guid(), board.requireThumbprint());
    }
}
