package dev.caravan.ledger;

import java.time.Instant;
import java.util.Optional;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;

/**
 * A board's certificate that another one is to take the place of, while the board is in service.
 *
 * @param by the principal that asked for it
 * @param reason in that principal's words
 * @param dueAt when the next step may be made, by the database's clock; while somebody works, when he is believed dead
 */
public record Roll(BoardGuid guid, Step step, Requester by, String reason, Instant begunAt, Instant dueAt) {

    /** One step; each may be repeated, and reads back what it has done. */
    public enum Step {
        /** Makes a key and certificate, and has DPS accept it beside the first one. */
        ADD,
        /** Hands the new identity over as the configuration says. */
        HAND_OUT,
        /** Waits until the board has registered with it: its IoT Hub shows the new thumbprint. */
        AWAIT,
        /** Has DPS accept the new one only. */
        PROMOTE
    }

    /** Whether it waits for the board, or until somebody asks for it again. A look more at either does no harm. */
    public boolean isInNobodysHand() {
        return step == Step.AWAIT || dueAt.toEpochMilli() == Lifecycles.HELD;
    }

    /** The step after this one; empty at the end. */
    public Optional<Step> next() {
        return step == Step.PROMOTE ? Optional.empty() : Optional.of(Step.values()[step.ordinal() + 1]);
    }
}
