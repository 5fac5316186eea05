package dev.caravan.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Requester;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.certificate.RevocationReason;

/**
 * A change that spans DPS and an IoT Hub, on its way.
 *
 * @param successor the board that takes over, of a replacement
 * @param consignee who gets the board, of a hand-over; null there: nobody
 * @param identity the certificate that is to take the place of the board's, of a re-issue, once it is made
 * @param revocation why the board's certificate is revoked, of a revocation
 * @param by the principal that asked for it
 * @param reason in that principal's words
 * @param dueAt when the next step may be made, by the database's clock; while somebody works, when he is believed dead
 */
public record Saga(
        BoardGuid guid,
        Kind kind,
        Step step,
        @Nullable BoardGuid successor,
        @Nullable String consignee,
        @Nullable CertifiedBoard identity,
        @Nullable RevocationReason revocation,
        Requester by,
        String reason,
        Instant begunAt,
        Instant dueAt) {

    /** One step; each may be repeated, and reads back what it has done. */
    public enum Step {
        /** Disables the enrollment: no registration from now on. */
        CLOSE_ENROLLMENT("that it is disabled in DPS"),
        /** Disables the identity in the hub: no connection from now on. */
        CLOSE_IDENTITY("that it is disabled in its IoT Hub"),
        /** Looks at both again, after a while: a registration may have been in flight. */
        SECOND_LOOK("a second look at both, for a registration that was under way"),
        /** Activates the successor as the board was activated. */
        TAKE_OVER("that another board is activated in its place"),
        /** Deletes the identity in the hub, and its twin. */
        REMOVE_IDENTITY("that it is removed from its IoT Hub"),
        /** Deletes the record of the registration, and the enrollment. */
        REMOVE_ENROLLMENT("that it is removed from DPS"),
        /** Deletes the record of the registration, and makes the enrollment what it was before any activation. */
        RESET_ENROLLMENT("that its enrollment in DPS is cleared"),
        /** Makes a key and certificate, and has the disabled enrollment attest it. */
        CHANGE_CERTIFICATE("that DPS has its new certificate"),
        /** Hands the new identity over as the configuration says. */
        HAND_OUT_IDENTITY("that its new identity is handed over");

        private final String words;

        Step(String words) {
            this.words = words;
        }

        /** For an operator who reads what comes next. */
        String words() {
            return words;
        }
    }

    /** What is done, with which steps; the board is in one state meanwhile and in another afterwards. */
    public enum Kind {
        DEACTIVATION(BoardState.DEACTIVATING, BoardState.DEACTIVATED, "board.deactivated", closing()),
        REPLACEMENT(BoardState.REPLACING, BoardState.REPLACED, "board.replaced", closing(Step.TAKE_OVER)),
        DECOMMISSION(
                BoardState.DECOMMISSIONING,
                BoardState.DECOMMISSIONED,
                "board.decommissioned",
                closing(Step.REMOVE_IDENTITY, Step.REMOVE_ENROLLMENT)),
        HANDOVER(
                BoardState.HANDING_OVER,
                BoardState.ENROLLED,
                "board.handed-over",
                closing(Step.REMOVE_IDENTITY, Step.RESET_ENROLLMENT)),
        REVOCATION(BoardState.REVOKING, BoardState.REVOKED, "board.revoked", closing()),
        /**
         * Ends DEACTIVATED where the board had been activated before. Its identity in the hub would let the former key in as soon
         * as it is enabled again.
         */
        REISSUE(
                BoardState.REISSUING,
                BoardState.ENROLLED,
                "board.reissued",
                List.of(Step.REMOVE_IDENTITY, Step.CHANGE_CERTIFICATE, Step.HAND_OUT_IDENTITY));

        private final BoardState during;
        private final BoardState afterwards;
        private final String event;
        private final List<Step> steps;

        Kind(BoardState during, BoardState afterwards, String event, List<Step> steps) {
            this.during = during;
            this.afterwards = afterwards;
            this.event = event;
            this.steps = steps;
        }

        /** Whatever lets no board in any more closes both places first. */
        private static List<Step> closing(Step... further) {
            return Stream.concat(
                            Stream.of(Step.CLOSE_ENROLLMENT, Step.CLOSE_IDENTITY, Step.SECOND_LOOK),
                            Arrays.stream(further))
                    .toList();
        }

        public BoardState during() {
            return during;
        }

        public BoardState afterwards() {
            return afterwards;
        }

        public String event() {
            return event;
        }

        /** Whether the board's certificate is rolled no more; otherwise the roll rests, and goes on when the board is back. */
        public boolean endsRoll() {
            return this != DEACTIVATION && this != HANDOVER;
        }

        Step first() {
            return steps.get(0);
        }

        private Optional<Step> after(Step step) {
            var next = steps.indexOf(step) + 1;
            return next < steps.size() ? Optional.of(steps.get(next)) : Optional.empty();
        }

        /** The kind whose boards are in this state meanwhile. */
        public static Optional<Kind> during(BoardState state) {
            return Arrays.stream(values()).filter(kind -> kind.during == state).findFirst();
        }
    }

    /** The step after this one; empty at the end. */
    public Optional<Step> next() {
        return kind.after(step);
    }
}
