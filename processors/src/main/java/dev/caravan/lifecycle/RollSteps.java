package dev.caravan.lifecycle;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.SecondCertificate;
import dev.caravan.custody.NextIdentities;
import dev.caravan.ledger.Boards;
import dev.caravan.ledger.Roll;
import dev.caravan.ledger.Rolls;
import dev.caravan.registry.Registries;

/** What each step of a {@link Roll} does. The primary slot of DPS is never empty, and every write names both from the ledger. */
final class RollSteps {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final Boards boards;
    private final Rolls rolls;
    private final Places places;
    private final Registries registries;
    private final NextIdentities identities;

    RollSteps(Boards boards, Rolls rolls, Places places, Registries registries, NextIdentities identities) {
        this.boards = boards;
        this.rolls = rolls;
        this.places = places;
        this.registries = registries;
        this.identities = identities;
    }

    Optional<String> obstacle(Board board) {
        return identities.obstacle(board);
    }

    /** @return what is waited for; empty if the step is done and was read back */
    Optional<String> work(Roll roll) {
        switch (roll.step()) {
            case ADD -> add(roll);
            case HAND_OUT -> handOut(roll);
            case AWAIT -> {
                return await(roll);
            }
            case PROMOTE -> promote(roll);
        }
        return Optional.empty();
    }

    private void add(Roll roll) {
        var board = board(roll.guid());
        if (board.second() == null || !identities.isKept(board)) {
            var identity = identities.make(board);
            if (!rolls.second(roll, identity.certified())) {
                throw overtaken();
            }
            identity.keep();
        }
        addSlot(roll);
    }

    /** DPS accepts both certificates, also where somebody has emptied the secondary slot. */
    void addSlot(Roll roll) {
        attest(roll, UnaryOperator.identity());
    }

    private void handOut(Roll roll) {
        var board = board(roll.guid());
        second(board);
        identities.handOver(board);
    }

    /** Asks the hubs only: DPS has said all that it knows, and this may be asked for months. */
    private Optional<String> await(Roll roll) {
        var board = board(roll.guid());
        var thumbprint = second(board).thumbprint();
        if (board.assignedHub() == null) {
            return Optional.of("the new certificate is handed over; the board has not registered yet");
        }
        var hubs = hubs(board);
        if (hubs.isEmpty()) {
            return Optional.of(Refusals.noWayToSee(board.assignedHub()));
        }
        return hubs.stream()
                        .flatMap(hub -> registries.find(hub, board.guid()).stream())
                        .anyMatch(identity -> identity.accepts(thumbprint))
                ? Optional.empty()
                : Optional.of("the new certificate is handed over; IoT Hub " + String.join(" or ", hubs)
                        + " has not seen the board with it. Both certificates are good meanwhile");
    }

    /** Where the board was last seen, and where it goes when it registers again, as far as they can be asked. */
    private Set<String> hubs(Board board) {
        var hubs = new LinkedHashSet<String>();
        hubs.add(Objects.requireNonNull(board.assignedHub()));
        hubs.add(Objects.requireNonNull(board.activation()).iotHub());
        hubs.removeIf(hub -> !registries.knows(hub));
        return hubs;
    }

    private void promote(Roll roll) {
        var seen = attest(roll, Board::renewed);
        if (!rolls.finish(roll, seen)) {
            throw overtaken();
        }
    }

    private Board attest(Roll roll, UnaryOperator<Board> wanted) {
        return places.attestInService(() -> undisturbed(roll.guid()), wanted);
    }

    /** The board as it is, unless an activation is under way that DPS may know more of than the ledger. */
    private Board undisturbed(BoardGuid guid) {
        if (boards.intent(guid).isPresent()) {
            throw new StuckException("the board is being activated", A_MINUTE);
        }
        var board = board(guid);
        if (!board.state().inService()) {
            throw new StuckException(Roller.RESTS, A_MINUTE);
        }
        return board;
    }

    private Board board(BoardGuid guid) {
        return boards.find(guid).orElseThrow();
    }

    private static SecondCertificate second(Board board) {
        if (board.second() == null) {
            throw overtaken();
        }
        return board.second();
    }

    private static StuckException overtaken() {
        return new StuckException("the board has changed meanwhile", SOON);
    }
}
