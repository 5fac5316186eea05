package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.RevocationReason;
import dev.caravan.custody.NewIdentities;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.DpsException;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Lifecycles.Wish;
import dev.caravan.ledger.Saga;
import dev.caravan.ledger.Saga.Kind;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.lifecycle.LifecycleOutcome.OtherVersion;
import dev.caravan.lifecycle.LifecycleOutcome.UnderWay;
import dev.caravan.registry.Registries;
import dev.caravan.registry.RegistryException;

/**
 * Takes boards out of service. Each wish is in the ledger before anything is done; then come its steps, each read back
 * before the next. Boards are as they were seen when the caller's reach was judged: if one has changed since, nothing is
 * done. A call makes as many as it can; what a failure, a pause or a crash leaves is gone on with by {@link
 * #resume}.
 */
public final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
    /** Longer than the Azure clients' time-outs, retries included. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int AT_ONCE = 100;

    private final Boards boards;
    private final Lifecycles lifecycles;
    private final Steps steps;
    private final Registries registries;
    private final NewIdentities identities;

    /** Activates a board as another one was; see {@code Activator}. */
    public interface TakeOver {
        void activate(Board successor, Activation asked);
    }

    public Lifecycle(
            Boards boards,
            Lifecycles lifecycles,
            Dps dps,
            Registries registries,
            TakeOver takeOver,
            NewIdentities identities,
            LifecycleSettings settings) {
        this.boards = boards;
        this.lifecycles = lifecycles;
        this.registries = registries;
        this.identities = identities;
        var reissue = new Reissue(lifecycles, new Places(dps, registries), identities);
        this.steps = new Steps(new Places(dps, registries), boards, takeOver, reissue, settings.secondLook());
    }

    /** Disables an activated board in DPS and in its hub. */
    public LifecycleOutcome deactivate(Board board, Order order) {
        return begin(board, order, new Wish(Kind.DEACTIVATION, null, null, order.by(), order.reason()));
    }

    /** Removes the board from DPS and from its hub for good; it is disabled in both before. */
    public LifecycleOutcome decommission(Board board, Order order) {
        return begin(board, order, new Wish(Kind.DECOMMISSION, null, null, order.by(), order.reason()));
    }

    /**
     * Gives hub and metadata of a board to another one, which has never been activated; the old one is disabled in both
     * places before.
     *
     * @param by the other board, which the caller can see
     */
    public LifecycleOutcome replace(Board old, Board by, Order order) {
        var state = old.state();
        if (state == BoardState.REPLACING || state == BoardState.REPLACED) {
            return lifecycles.successor(old.guid()).filter(by.guid()::equals).isPresent()
                    ? answer(old)
                    : new NotNow(old, "the board is " + state + " by another board");
        }
        if (old.assignedHub() != null && !registries.knows(old.assignedHub())) {
            return new NotNow(old, Refusals.noWayTo(old.assignedHub()));
        }
        return Refusals.ofPredecessor(old)
                .or(() -> Refusals.ofSuccessor(old, by))
                .<LifecycleOutcome>map(why -> new NotNow(by, why))
                .orElseGet(() -> begin(old, order, new Wish(Kind.REPLACEMENT, by, null, order.by(), order.reason())));
    }

    private LifecycleOutcome answer(Board board) {
        return board.state().halfDone() ? askedAgain(board) : new Done(board, false);
    }

    private LifecycleOutcome askedAgain(Board board) {
        lifecycles.goOn(board.guid());
        return new HalfDone(board(board.guid()));
    }

    /**
     * Gives the board to another consignee. What the one before has given it (hub, metadata, twin) is removed; the next
     * one activates it anew.
     *
     * @param consignee as the batch files name it
     */
    public LifecycleOutcome handOver(Board board, String consignee, Order order) {
        var wish = new Wish(Kind.HANDOVER, null, consignee, order.by(), order.reason());
        if (board.state() == BoardState.HANDING_OVER && !lifecycles.isFor(board.guid(), consignee)) {
            return new NotNow(board, "the board is being handed over to another consignee");
        }
        if (board.state() != BoardState.ENROLLED) {
            return begin(board, order, wish);
        }
        if (consignee.equals(board.consignee())) {
            return new Done(board, false);
        }
        if (order.version().isPresent() && order.version().getAsLong() != board.version()) {
            return new OtherVersion(board);
        }
        var done = lifecycles.handOver(board, wish);
        return done ? new Done(board(board.guid()), true) : new UnderWay(board);
    }

    /**
     * Gives a board that DPS has disabled another key and certificate: its own was destroyed, lost, or is not wanted any
     * more. The new one is handed over as the configuration says.
     */
    public LifecycleOutcome reissue(Board board, Order order) {
        var wish = new Wish(Kind.REISSUE, null, null, order.by(), order.reason());
        return board.state().allows(BoardState.REISSUING)
                ? obstacle(board)
                        .<LifecycleOutcome>map(why -> new NotNow(board, why))
                        .orElseGet(() -> begin(board, order, wish))
                : begin(board, order, wish);
    }

    /**
     * Has nobody accept the board's certificate any more: it is disabled in DPS and in its hub, and read back in both, and
     * then put on its authority's list for others, because nothing on Azure looks at that.
     */
    public LifecycleOutcome revoke(Board board, RevocationReason why, Order order) {
        var wish = Wish.revocation(why, order.by(), order.reason());
        if (board.state() != BoardState.REPLACED && board.state() != BoardState.DECOMMISSIONED) {
            return begin(board, order, wish);
        }
        if (order.version().isPresent() && order.version().getAsLong() != board.version()) {
            return new OtherVersion(board);
        }
        return board.state() == BoardState.REPLACED && steps.perhapsOpen(board)
                ? new NotNow(board, Refusals.OPEN_AGAIN)
                : new Done(board, lifecycles.revoke(board, wish));
    }

    private Optional<String> obstacle(Board board) {
        return boards.givenKeys()
                .find(board.guid())
                .map(key -> Refusals.ofKeyOfItsOwn(board))
                .or(() -> Refusals.ofReissue(board, lifecycles.isInWork(board)))
                .or(() -> identities.obstacle(board));
    }

    private LifecycleOutcome begin(Board board, Order order, Wish wish) {
        if (order.version().isPresent() && order.version().getAsLong() != board.version()) {
            return new OtherVersion(board);
        }
        if (isSoAlready(board, wish.kind())) {
            return new Done(board, false);
        }
        if (board.state() == wish.kind().during()) {
            return askedAgain(board);
        }
        if (!board.state().allows(wish.kind().during())) {
            return new NotNow(board, Refusals.of(board, wish.kind()));
        }
        return lifecycles.begin(board, wish, LEASE).map(this::answer).orElseGet(() -> new UnderWay(board));
    }

    private boolean isSoAlready(Board board, Kind kind) {
        return kind != Kind.REISSUE
                && board.state() == kind.afterwards()
                && !(isClosedForNow(board.state()) && steps.perhapsOpen(board));
    }

    private static boolean isClosedForNow(BoardState state) {
        return state == BoardState.DEACTIVATED || state == BoardState.REVOKED;
    }

    private LifecycleOutcome answer(Saga saga) {
        work(saga);
        var board = boards.find(saga.guid()).orElseThrow();
        return board.state() == saga.kind().during() ? new HalfDone(board) : new Done(board, true);
    }

    /** Goes on with what waits for its time, or was cut off. What cannot be done keeps nobody else waiting. */
    public void resume() {
        for (var saga : lifecycles.due(AT_ONCE)) {
            if (lifecycles.take(saga, LEASE)) {
                lifecycles.find(saga.guid()).ifPresent(this::work);
            }
        }
    }

    private void work(Saga begun) {
        Optional<Saga> saga = Optional.of(begun);
        while (saga.isPresent()) {
            saga = workOnce(saga.get());
        }
    }

    /** @return what may be done at once after it */
    private Optional<Saga> workOnce(Saga saga) {
        try {
            var progress = steps.work(saga, board(saga.guid()));
            var next = progress.again() ? Optional.of(saga.step()) : saga.next();
            if (next.isEmpty()) {
                discardNext(saga);
                lifecycles.finish(saga);
                return Optional.empty();
            }
            var pause = progress.pause();
            return lifecycles
                    .advance(saga, next.get(), pause.isZero() ? LEASE : pause, progress.assignedHub())
                    .filter(now -> pause.isZero());
        } catch (CancellationException stopping) {
            throw stopping;
        } catch (RuntimeException failure) {
            LOG.atWarn()
                    .addKeyValue("board", saga.guid())
                    .log("{} is half done: {}", saga.kind(), failure.getMessage());
            lifecycles.postpone(saga, pause(failure), String.valueOf(failure.getMessage()));
            return Optional.empty();
        }
    }

    /** What a roll has made for the board, and has not handed over, is nobody's when the roll ends with this. */
    private void discardNext(Saga saga) {
        var board = board(saga.guid());
        if (saga.kind().endsRoll() && board.second() != null) {
            identities.discard(board.renewed());
        }
    }

    private Board board(BoardGuid guid) {
        return boards.find(guid).orElseThrow();
    }

    static Duration pause(RuntimeException failure) {
        if (failure instanceof StuckException stuck) {
            return stuck.pause();
        }
        if (failure instanceof RegistryException.ComeBackLater later) {
            return later.pause();
        }
        if (failure instanceof DpsException.ComeBackLater later) {
            return later.pause();
        }
        return failure instanceof DpsException.Down down ? down.pause() : SOON;
    }
}
