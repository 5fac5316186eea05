package dev.caravan.hub.api;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.Board;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.lifecycle.Lifecycle;
import dev.caravan.lifecycle.LifecycleOutcome;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.lifecycle.LifecycleOutcome.OtherVersion;
import dev.caravan.lifecycle.Order;
import dev.caravan.lifecycle.Roller;

/** Turns a request about a board's life into the answer, or into the problem that tells the caller what to do. */
public final class LifecycleCalls {

    private static final int LONGEST_CONSIGNEE = 200;

    private final Lifecycle lifecycle;
    private final Roller roller;

    public LifecycleCalls(Lifecycle lifecycle, Roller roller) {
        this.lifecycle = lifecycle;
        this.roller = roller;
    }

    /** Who asks, about which board as it was seen when the reach was judged, in which version. */
    record Asker(Requester by, Board board, OptionalLong version) {

        private Order order(@Nullable String reason) {
            return new Order(by, Reason.of(reason), version);
        }
    }

    LifecycleAnswer deactivate(Asker asker, @Nullable String reason) {
        return answer(asker, lifecycle.deactivate(asker.board(), asker.order(reason)));
    }

    /** @param successor the board that the request names, as the caller sees it */
    LifecycleAnswer replace(Asker asker, Board successor, ReplacementRequest request) {
        return answer(asker, lifecycle.replace(asker.board(), successor, asker.order(request.reason())));
    }

    LifecycleAnswer decommission(Asker asker, LifecycleRequest request) {
        return answer(asker, lifecycle.decommission(asker.board(), asker.order(request.reason())));
    }

    LifecycleAnswer reissue(Asker asker, LifecycleRequest request) {
        return answer(asker, lifecycle.reissue(asker.board(), asker.order(request.reason())));
    }

    LifecycleAnswer roll(Asker asker, LifecycleRequest request) {
        return answer(asker, roller.roll(asker.board(), asker.order(request.reason())));
    }

    LifecycleAnswer revoke(Asker asker, RevocationRequest request) {
        return answer(asker, lifecycle.revoke(asker.board(), request.why(), asker.order(request.reason())));
    }

    LifecycleAnswer handOver(Asker asker, HandoverRequest request) {
        var consignee = Reason.text("consignee", request.consignee(), LONGEST_CONSIGNEE);
        return answer(asker, lifecycle.handOver(asker.board(), consignee, asker.order(request.reason())));
    }

    private static LifecycleAnswer answer(Asker asker, LifecycleOutcome outcome) {
        if (outcome instanceof Done done) {
            return new LifecycleAnswer(BoardView.of(done.board(), asker.by().role()), true, done.changed());
        }
        if (outcome instanceof HalfDone half) {
            return new LifecycleAnswer(BoardView.of(half.board(), asker.by().role()), false, true);
        }
        throw outcome instanceof OtherVersion other
                ? ProblemException.about(other.board(), problem(outcome))
                : new ProblemException(problem(outcome));
    }

    private static Problem problem(LifecycleOutcome outcome) {
        if (outcome instanceof NotNow notNow) {
            return Problem.of(Kind.NOT_NOW, "Nothing was changed: " + notNow.why());
        }
        if (outcome instanceof OtherVersion other) {
            return Problem.of(
                    Kind.OTHER_VERSION,
                    "Nothing was changed: the board is at version "
                            + other.board().version() + " now. Read it again and decide anew");
        }
        return Problem.of(
                Kind.UNDER_WAY,
                "Nothing was changed: the board is being changed by another request. Make the same request again in a"
                        + " minute");
    }
}
