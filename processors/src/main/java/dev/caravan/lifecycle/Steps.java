package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.DpsException;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Saga;
import dev.caravan.lifecycle.Lifecycle.TakeOver;
import dev.caravan.registry.RegistryException;

/** What each step of a {@link Saga} does. */
final class Steps {

    private final Places places;
    private final Boards boards;
    private final TakeOver takeOver;
    private final Reissue reissue;
    private final Duration secondLook;

    Steps(Places places, Boards boards, TakeOver takeOver, Reissue reissue, Duration secondLook) {
        this.places = places;
        this.boards = boards;
        this.takeOver = takeOver;
        this.reissue = reissue;
        this.secondLook = secondLook;
    }

    /**
     * The step is done and was read back.
     *
     * @param pause before the next one
     * @param again whether the same step comes next
     */
    record Progress(Duration pause, @Nullable String assignedHub, boolean again) {

        private static Progress done() {
            return new Progress(Duration.ZERO, null, false);
        }
    }

    /** Whether an activation that is not at its end may have let the board in again; if nobody can say, it may. */
    boolean perhapsOpen(Board board) {
        try {
            return boards.intent(board.guid()).isPresent() || !places.isClosed(board);
        } catch (DpsException | RegistryException | StuckException unanswered) {
            return true;
        }
    }

    Progress work(Saga saga, Board board) {
        return switch (saga.step()) {
            case CLOSE_ENROLLMENT ->
                new Progress(Duration.ZERO, places.closeEnrollment(board).assignedHub(), false);
            case CLOSE_IDENTITY -> {
                places.closeIdentity(board, board.assignedHub(), why(saga));
                yield new Progress(secondLook, null, false);
            }
            case SECOND_LOOK -> lookAgain(saga, board);
            case TAKE_OVER -> takeOver(saga, board);
            case REMOVE_IDENTITY -> {
                places.removeIdentity(board);
                yield Progress.done();
            }
            case REMOVE_ENROLLMENT -> {
                places.removeEnrollment(board);
                yield Progress.done();
            }
            case CHANGE_CERTIFICATE -> {
                reissue.changeCertificate(saga, board);
                yield Progress.done();
            }
            case HAND_OUT_IDENTITY -> {
                reissue.handOut(board);
                yield Progress.done();
            }
            case RESET_ENROLLMENT -> {
                places.resetEnrollment(board);
                yield Progress.done();
            }
        };
    }

    private Progress takeOver(Saga saga, Board board) {
        var successor = boards.find(Objects.requireNonNull(saga.successor())).orElseThrow();
        if (successor.state() == BoardState.TAKING_OVER) {
            takeOver.activate(successor, Objects.requireNonNull(board.activation()));
        }
        return Progress.done();
    }

    /** A registration that began before the enrollment was closed may have put the board into its hub since. */
    private Progress lookAgain(Saga saga, Board board) {
        var enrollment = places.closeEnrollment(board);
        var wasOpen = places.closeIdentity(board, enrollment.assignedHub(), why(saga));
        return wasOpen || enrollment.wasOpen()
                ? new Progress(secondLook, enrollment.assignedHub(), true)
                : new Progress(Duration.ZERO, enrollment.assignedHub(), false);
    }

    private static String why(Saga saga) {
        return "Caravan: " + saga.kind().during() + " by " + saga.by().name();
    }
}
