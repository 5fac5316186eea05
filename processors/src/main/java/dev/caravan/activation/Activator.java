package dev.caravan.activation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.access.Requester;
import dev.caravan.activation.ActivationOutcome.Activated;
import dev.caravan.activation.ActivationOutcome.ActivatedOtherwise;
import dev.caravan.activation.ActivationOutcome.Contradiction;
import dev.caravan.activation.ActivationOutcome.Deactivated;
import dev.caravan.activation.ActivationOutcome.Invalid;
import dev.caravan.activation.ActivationOutcome.NoWayToHub;
import dev.caravan.activation.ActivationOutcome.NotEnrolled;
import dev.caravan.activation.ActivationOutcome.OtherVersion;
import dev.caravan.activation.ActivationOutcome.Possible;
import dev.caravan.activation.ActivationOutcome.UnderWay;
import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.Dps;
import dev.caravan.enrollment.Dps.Precedence;
import dev.caravan.enrollment.DpsException;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.Boards;
import dev.caravan.registry.Registries;
import dev.caravan.registry.RegistryException;

/**
 * Activates boards: initial twin, IoT Hub and {@code enabled} in one PUT with the enrollment's ETag; then, where the board
 * has registered, the twin in its hub, because an initial twin is applied once. The intent is in the
 * ledger before DPS is asked, so that a crash in between is settled by {@link #settleCutOff}.
 */
public final class Activator {

    private static final Logger LOG = LoggerFactory.getLogger(Activator.class);
    private static final int ATTEMPTS = 4;
    private static final String ANOTHER_TOO =
            "the enrollment in DPS accepts a certificate in its secondary slot that the ledger does not know, and is left as it is";

    private final Boards boards;
    private final Dps dps;
    private final HubSide hubSide;
    private final ActivationSettings settings;

    public Activator(Boards boards, Dps dps, Registries registries, ActivationSettings settings) {
        this.boards = boards;
        this.dps = dps;
        this.hubSide = new HubSide(registries);
        this.settings = settings;
    }

    /**
     * Activates the board, or changes its activation.
     *
     * @param seen the board as the caller's reach was judged; if it has changed since, nothing is done
     * @param version the board's version that the caller has seen; without it an activated board is not changed, nor a
     *     deactivated one brought back
     * @param by who asks, for the audit trail
     * @throws DpsException if DPS gave no answer to work with; the same request may be made again
     * @throws HalfDoneException if DPS has taken it and the board's hub has not yet; it is brought to its end without
     *     another request
     */
    public ActivationOutcome activate(Board seen, Activation asked, OptionalLong version, Requester by) {
        return activate(seen, asked, version, by, null);
    }

    /** As above. @param reason why, for the audit trail; null if the caller does not say */
    public ActivationOutcome activate(
            Board seen, Activation asked, OptionalLong version, Requester by, @Nullable String reason) {
        var judged = judge(seen, asked, version);
        return judged instanceof Possible possible ? begin(possible, by, reason) : judged;
    }

    private ActivationOutcome begin(Possible possible, Requester by, @Nullable String reason) {
        var board = possible.board();
        return boards.intend(board.guid(), board.version(), possible.asked(), by, reason)
                .map(this::carryOut)
                .orElseGet(() -> new UnderWay(board));
    }

    /** What {@link #activate} would do, as far as the ledger knows: asks nothing of DPS, and writes nothing. */
    public ActivationOutcome simulate(Board seen, Activation asked, OptionalLong version) {
        var judged = judge(seen, asked, version);
        return judged instanceof Possible possible && boards.intent(seen.guid()).isPresent()
                ? new UnderWay(possible.board())
                : judged;
    }

    private ActivationOutcome judge(Board board, Activation asked, OptionalLong version) {
        var violations = violations(asked);
        if (!violations.isEmpty()) {
            return new Invalid(violations);
        }
        if (!board.state().activatable()) {
            return new NotEnrolled(board);
        }
        if (version.isPresent() && version.getAsLong() != board.version()) {
            return new OtherVersion(board);
        }
        var activation = board.activation();
        if (board.state() == BoardState.DEACTIVATED && version.isEmpty()) {
            return new Deactivated(board);
        }
        if (hubSide.isOutOfReach(board, board.assignedHub())) {
            return new NoWayToHub(board, String.valueOf(board.assignedHub()));
        }
        if (activation == null || board.state() == BoardState.DEACTIVATED) {
            return new Possible(board, asked, List.of());
        }
        var differences = Difference.between(activation, asked);
        if (differences.isEmpty()) {
            return new Activated(board, false);
        }
        return version.isEmpty() ? new ActivatedOtherwise(board, differences) : new Possible(board, asked, differences);
    }

    private List<Violation> violations(Activation asked) {
        var violations = new ArrayList<>(TwinLimits.check(asked.tags(), asked.desired()));
        if (!settings.knows(asked.iotHub())) {
            violations.add(0, new Violation("/iotHub", "must be one of " + settings.iotHubs(), asked.iotHub()));
        }
        return violations;
    }

    private ActivationOutcome carryOut(Boards.Intent intent) {
        try {
            var outcome = enable(intent.board(), intent.activation(), new Mandate.Asked(boards, intent));
            if (outcome instanceof Contradiction contradiction) {
                contradicted(intent, contradiction.what());
            } else if (outcome instanceof NoWayToHub) {
                boards.forgetIntent(intent);
            }
            return outcome;
        } catch (DpsException failure) {
            if (!perhapsEnabled(failure)) {
                boards.forgetIntent(intent);
            }
            throw failure;
        } catch (HalfDoneException half) {
            boards.remark(intent.board().guid(), String.valueOf(half.getMessage()));
            throw half;
        }
    }

    /**
     * Activates a board in the place of another; until then the ledger refuses everything else for it.
     *
     * @throws IllegalStateException if DPS and the ledger disagree about the board; a person must look
     */
    public void takeOver(Board board, Activation asked) {
        if (enable(board, asked, new Mandate.TakingOver(boards, board, asked)) instanceof Contradiction contradiction) {
            throw new IllegalStateException("board " + board.guid() + ": " + contradiction.what());
        }
    }

    private static boolean perhapsEnabled(DpsException failure) {
        return failure instanceof DpsException.UnknownOutcome
                || failure instanceof DpsException.ComeBackLater later && later.perhapsDone();
    }

    /**
     * Begins again when somebody else was quicker, or no answer came. Once a call may have enabled the board, no other
     * failure takes that doubt away.
     */
    private ActivationOutcome enable(Board board, Activation asked, Mandate mandate) {
        @Nullable DpsException doubt = null;
        for (var attempt = 1; ; attempt++) {
            try {
                return mandate.holds() ? enableOnce(board, asked, mandate) : new UnderWay(board);
            } catch (DpsException failure) {
                doubt = perhapsEnabled(failure) ? failure : doubt;
                if (attempt == ATTEMPTS || !isWorthAnotherTry(failure)) {
                    throw doubt == null ? failure : doubt;
                }
            }
        }
    }

    private static boolean isWorthAnotherTry(DpsException failure) {
        return failure instanceof DpsException.ChangedMeanwhile || failure instanceof DpsException.UnknownOutcome;
    }

    /** Reads, replaces if unchanged since, and judges the answer. */
    private ActivationOutcome enableOnce(Board board, Activation asked, Mandate mandate) {
        var stored = dps.find(board.guid(), Precedence.ACTIVATION);
        if (stored.isEmpty()) {
            return new Contradiction(board, "DPS has no enrollment for the board");
        }
        if (!stored.get().attests(board)) {
            return new Contradiction(board, "the enrollment in DPS attests another certificate");
        }
        if (stored.get().acceptsAnother(board)) {
            return new Contradiction(board, ANOTHER_TOO);
        }
        var hub = stored.get().assignedHub();
        if (hub != null && hubSide.isOutOfReach(board, hub)) {
            return new NoWayToHub(board, hub);
        }
        var answer = dps.enable(board, asked, stored.get().etag());
        return contradiction(board, asked, answer)
                .<ActivationOutcome>map(what -> new Contradiction(board, what))
                .orElseGet(() -> activated(board, asked, mandate, answer));
    }

    /** What is stored is judged as well as the answer to the PUT: a 200 is not a success. */
    private ActivationOutcome activated(Board board, Activation asked, Mandate mandate, StoredEnrollment answer) {
        var stored = lastRead(board);
        if (!mandate.holds()) {
            return overtaken(board, stored.orElse(answer));
        }
        return stored.flatMap(found -> contradiction(board, asked, found))
                .<ActivationOutcome>map(what -> new Contradiction(board, what))
                .orElseGet(() -> recorded(board, asked, stored, mandate)
                        .orElseGet(() -> overtaken(board, stored.orElse(answer))));
    }

    /** The answer to the PUT does not hold whether the board has registered meanwhile; what is stored does. */
    private Optional<ActivationOutcome> recorded(
            Board board, Activation asked, Optional<StoredEnrollment> stored, Mandate mandate) {
        var assignedHub = stored.map(StoredEnrollment::assignedHub).orElse(null);
        var hub = assignedHub == null ? board.assignedHub() : assignedHub;
        var inHub = hub != null && appliedToHub(board, asked, hub);
        var appliedTo = inHub ? List.of("enrollment", "hub") : List.of("enrollment");
        return mandate.end(assignedHub).map(now -> new Activated(now, true, appliedTo));
    }

    /** It came too late. What nobody wants open any more is closed again, unless somebody has written to it since. */
    private UnderWay overtaken(Board board, StoredEnrollment seen) {
        var now = boards.find(board.guid()).orElseThrow();
        var wanted = now.state() == BoardState.ACTIVATED
                || now.state() == BoardState.REGISTERED
                || boards.intent(board.guid()).isPresent();
        if (!wanted && seen.enabled()) {
            closeAgain(now, seen.etag());
        }
        return new UnderWay(now);
    }

    private void closeAgain(Board board, String etag) {
        try {
            dps.close(board, etag);
        } catch (DpsException.ChangedMeanwhile quicker) {
            LOG.atInfo().addKeyValue("board", board.guid()).log("overtaken, and somebody has written to DPS since");
        } catch (DpsException failure) {
            boards.alarm(
                    board.guid(),
                    "an activation that was overtaken may have opened the board in DPS, and could not close it again: "
                            + failure.getMessage() + ". Deactivate or decommission the board");
        }
    }

    private boolean appliedToHub(Board board, Activation asked, String hub) {
        try {
            return hubSide.apply(board, asked, hub);
        } catch (RegistryException | IllegalStateException failure) {
            throw new HalfDoneException(failure);
        }
    }

    /**
     * Empty if this read fails. A board that is activated for the first time is activated even so: then a registration is
     * seen later, and was given this twin. One that was activated before may have been given the twin before.
     */
    private Optional<StoredEnrollment> lastRead(Board board) {
        try {
            return dps.find(board.guid(), Precedence.ACTIVATION);
        } catch (DpsException failure) {
            if (board.activation() != null) {
                throw new HalfDoneException(failure);
            }
            LOG.atInfo()
                    .addKeyValue("board", board.guid())
                    .log("activated, but not read back: {}", failure.getMessage());
            return Optional.empty();
        }
    }

    private void contradicted(Boards.Intent intent, String what) {
        boards.forgetIntent(intent);
        boards.remark(intent.board().guid(), what);
    }

    private static Optional<String> contradiction(Board board, Activation asked, StoredEnrollment stored) {
        if (!stored.enabled()) {
            return Optional.of("DPS answered success, but the enrollment is still disabled");
        }
        if (!stored.attests(board)) {
            return Optional.of("DPS answered success, but stored another certificate");
        }
        if (stored.acceptsAnother(board)) {
            return Optional.of(ANOTHER_TOO);
        }
        if (!stored.staticAllocation() || stored.iotHubs().size() != 1) {
            return Optional.of("DPS answered success, but did not allocate the board to one hub: " + stored.iotHubs());
        }
        var differences =
                Difference.between(new Activation(stored.iotHubs().get(0), stored.tags(), stored.desired()), asked);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("DPS answered success, but stored something else: " + differences);
    }

    /**
     * Looks at activations that never ended, because of a crash or a lost answer: those that DPS has carried out are
     * recorded, the others are forgotten, so that their callers can ask again. One that cannot be settled is said, left for
     * the next time, and keeps no other one waiting, unless DPS answers nobody at the moment.
     *
     * @param olderThan younger ones may still be under way
     */
    public void settleCutOff(Duration olderThan) {
        for (var intent : boards.intents(olderThan)) {
            try {
                settle(intent);
            } catch (CancellationException stopping) {
                throw stopping;
            } catch (RuntimeException failure) {
                LOG.atWarn()
                        .addKeyValue("board", intent.board().guid())
                        .log("its activation was cut off, and is settled later: {}", failure.getMessage());
                if (failure instanceof DpsException dpsFailure && dpsFailure.isForEveryCall()) {
                    return;
                }
            }
        }
    }

    private void settle(Boards.Intent intent) {
        var board = intent.board();
        var stored = dps.find(board.guid(), Precedence.ACTIVATION);
        if (!boards.isStill(intent)) {
            return;
        }
        var contradiction = stored.flatMap(found -> contradiction(board, intent.activation(), found));
        if (stored.isPresent() && contradiction.isEmpty()) {
            var assignedHub = stored.get().assignedHub();
            var hub = assignedHub == null ? board.assignedHub() : assignedHub;
            if (hub != null) {
                hubSide.apply(board, intent.activation(), hub);
            }
            boards.activated(intent, assignedHub);
        } else if ((board.activation() == null || board.state() == BoardState.DEACTIVATED)
                && stored.map(StoredEnrollment::enabled).orElse(false)) {
            contradicted(
                    intent,
                    "an activation was cut off, and DPS has the board ENABLED otherwise than it was asked for: "
                            + contradiction.orElse("no enrollment"));
        } else {
            boards.forgetIntent(intent);
        }
    }
}
