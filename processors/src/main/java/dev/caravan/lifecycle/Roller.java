package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.board.Board;
import dev.caravan.custody.NextIdentities;
import dev.caravan.enrollment.Dps;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Lifecycles;
import dev.caravan.ledger.Roll;
import dev.caravan.ledger.Rolls;
import dev.caravan.lifecycle.LifecycleOutcome.Done;
import dev.caravan.lifecycle.LifecycleOutcome.HalfDone;
import dev.caravan.lifecycle.LifecycleOutcome.NotNow;
import dev.caravan.lifecycle.LifecycleOutcome.OtherVersion;
import dev.caravan.lifecycle.LifecycleOutcome.UnderWay;
import dev.caravan.registry.Registries;

/**
 * Rolls the certificates of boards in service: the new one beside the old one in DPS, then onto the board, and the old one
 * leaves when the board was seen with the new one. The board stays in service, and may leave it at any moment: then nothing
 * is done until it is back. What a failure, a wait or a crash leaves is gone on with by {@link #resume}.
 */
public final class Roller {

    static final String RESTS = "it rests while the board is out of service";

    private static final Logger LOG = LoggerFactory.getLogger(Roller.class);
    /** Longer than the Azure clients' time-outs, retries included. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final String BEGUN = "its certificate is being rolled: ";
    private static final int AT_ONCE = 100;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Boards boards;
    private final Lifecycles lifecycles;
    private final Rolls rolls;
    private final RollSteps steps;

    public Roller(
            Boards boards,
            Lifecycles lifecycles,
            Rolls rolls,
            Dps dps,
            Registries registries,
            NextIdentities identities) {
        this.boards = boards;
        this.lifecycles = lifecycles;
        this.rolls = rolls;
        this.steps = new RollSteps(boards, rolls, new Places(dps, registries), registries, identities);
    }

    /**
     * Begins, and goes as far as it can: usually until the new certificate is handed over. Asked again meanwhile, it looks at
     * DPS and the IoT Hub at once.
     */
    public LifecycleOutcome roll(Board board, Order order) {
        if (order.version().isPresent() && order.version().getAsLong() != board.version()) {
            return new OtherVersion(board);
        }
        var under = rolls.find(board.guid());
        if (under.isPresent()) {
            under.filter(Roll::isInNobodysHand)
                    .flatMap(roll -> rolls.take(roll, LEASE))
                    .ifPresent(this::workAnew);
            return answer(board);
        }
        var why = Refusals.ofRoll(board, lifecycles.isInWork(board)).or(() -> steps.obstacle(board));
        if (why.isPresent()) {
            return new NotNow(board, why.get());
        }
        var begun = rolls.begin(board, order.by(), order.reason(), BEGUN + "nothing is known yet of DPS", LEASE);
        if (begun.isEmpty()) {
            return new UnderWay(board);
        }
        work(begun.get());
        return answer(board);
    }

    private LifecycleOutcome answer(Board board) {
        var now = boards.find(board.guid()).orElseThrow();
        return rolls.find(board.guid()).isPresent() ? new HalfDone(now) : new Done(now, true);
    }

    /** Goes on with what waits for its time, or was cut off. What cannot be done keeps nobody else waiting. */
    public void resume() {
        for (var roll : rolls.due(AT_ONCE)) {
            rolls.take(roll, LEASE).ifPresent(this::work);
        }
    }

    private void workAnew(Roll roll) {
        var goesOn = roll.step() != Roll.Step.AWAIT
                || attempt(roll, () -> {
                            steps.addSlot(roll);
                            return Optional.of(roll);
                        })
                        .isPresent();
        if (goesOn) {
            work(roll);
        }
    }

    private void work(Roll begun) {
        var roll = Optional.of(begun);
        while (roll.isPresent()) {
            var now = roll.get();
            roll = attempt(now, () -> step(now));
        }
    }

    private interface Attempt {
        Optional<Roll> make();
    }

    /** @return what may be done at once after it */
    private Optional<Roll> attempt(Roll roll, Attempt attempt) {
        try {
            if (!boards.find(roll.guid()).orElseThrow().state().inService()) {
                throw new StuckException(RESTS, A_MINUTE);
            }
            return attempt.make();
        } catch (CancellationException stopping) {
            throw stopping;
        } catch (RuntimeException failure) {
            LOG.atInfo().addKeyValue("board", roll.guid()).log("its roll waits: {}", failure.getMessage());
            rolls.postpone(roll, Lifecycle.pause(failure), BEGUN + failure.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Roll> step(Roll roll) {
        var wait = steps.work(roll);
        if (wait.isPresent()) {
            rolls.lookAgain(roll, BEGUN + wait.get());
            return Optional.empty();
        }
        return roll.next().flatMap(step -> rolls.advance(roll, step, LEASE));
    }
}
