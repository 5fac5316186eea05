package dev.caravan.reconciliation;

import java.util.Optional;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.board.BoardState;
import dev.caravan.enrollment.StoredEnrollment;
import dev.caravan.ledger.Comparison.Known;
import dev.caravan.ledger.Finding;
import dev.caravan.ledger.Finding.Kind;
import dev.caravan.ledger.Finding.Repair;

/**
 * Says how a board and its enrollment differ. Only what cannot do harm may be repaired: an enrollment may be disabled,
 * with the ledger's certificate, as it was before anybody activated it or after the board left service, and nothing else.
 */
final class Judgement {

    private Judgement() {}

    /** Empty if the two agree, or are about to. */
    static Optional<Finding> of(BoardGuid guid, Optional<Known> known, Optional<StoredEnrollment> stored) {
        if (known.isEmpty()) {
            return stored.map(enrollment -> extra(guid, enrollment));
        }
        if (known.get().underWay()) {
            return Optional.empty();
        }
        var board = known.get().board();
        return stored.map(enrollment -> compare(board, enrollment)).orElseGet(() -> missing(board));
    }

    private static Finding extra(BoardGuid guid, StoredEnrollment enrollment) {
        return person(
                guid,
                Kind.EXTRA,
                "DPS has an enrollment (" + status(enrollment) + "), but the ledger knows no such board",
                "find out whose it is: './caravan adopt' takes boards of an older system over; what nobody knows is"
                        + " deleted in the Azure portal");
    }

    private static Optional<Finding> missing(Board board) {
        if (board.state() == BoardState.ENROLLED) {
            return Optional.of(new Finding(
                    board.guid().value(),
                    Kind.MISSING,
                    "the board is ENROLLED in the ledger, but DPS has no enrollment for it",
                    "a run with repair enrolls it again, disabled, with the certificate that was delivered",
                    Repair.POSSIBLE));
        }
        return isActivated(board)
                ? Optional.of(person(
                        board.guid(),
                        Kind.MISSING,
                        "the board is " + board.state() + " in the ledger, but DPS has no enrollment for it",
                        "somebody deleted it, perhaps because the machine was stolen or scrapped: if so, leave it. If not,"
                                + " create it again in the Azure portal with the board's certificate and hub"))
                : Optional.empty();
    }

    private static Optional<Finding> compare(Board board, StoredEnrollment enrollment) {
        if (board.thumbprint() == null || !enrollment.attests(board)) {
            return Optional.of(otherCertificate(board, enrollment));
        }
        if (board.state() == BoardState.DECOMMISSIONED) {
            return Optional.of(cameBack(board, enrollment));
        }
        var finding = isActivated(board) ? compareActivated(board, enrollment) : compareIdle(board, enrollment);
        return finding.or(
                () -> enrollment.acceptsAnother(board) ? Optional.of(anotherToo(board, enrollment)) : Optional.empty());
    }

    private static Finding cameBack(Board board, StoredEnrollment enrollment) {
        return person(
                board.guid(),
                Kind.EXTRA,
                "the board is DECOMMISSIONED, but DPS has an enrollment for it again (" + status(enrollment) + ")",
                "find out who made it; if the board is to stay out of service, delete it in the Azure portal");
    }

    private static Finding otherCertificate(Board board, StoredEnrollment enrollment) {
        return person(
                board.guid(),
                Kind.OTHER_CERTIFICATE,
                "the enrollment (" + status(enrollment) + ") attests "
                        + (enrollment.thumbprint() == null
                                ? "no client certificate"
                                : "the certificate with SHA-256 " + enrollment.thumbprint())
                        + ", the ledger has "
                        + (board.thumbprint() == null
                                ? "none for the board yet"
                                : "the one with " + board.thumbprint()),
                "find out who made this enrollment; the hub never overwrites it. If it is wrong, disable it in the Azure"
                        + " portal, then delete it there and run a repair");
    }

    private static Finding anotherToo(Board board, StoredEnrollment enrollment) {
        return person(
                board.guid(),
                Kind.OTHER_CERTIFICATE,
                "the enrollment (" + status(enrollment)
                        + ") attests the board's certificate, and in its secondary slot the one with" + " SHA-256 "
                        + enrollment.secondThumbprint() + ", which the ledger does not know",
                "find out who put it there: with its key somebody can register as this board. A ledger from a backup does not"
                        + " know of a roll that was begun since. If it is wrong, empty the slot in the Azure portal");
    }

    private static Optional<Finding> compareIdle(Board board, StoredEnrollment enrollment) {
        if (!enrollment.enabled()) {
            return Optional.empty();
        }
        return Optional.of(isOutOfService(board) ? openAgain(board) : neverActivated(board));
    }

    private static Finding neverActivated(Board board) {
        return enabled(
                board,
                "the enrollment is ENABLED, but the ledger knows no activation of the board, which is " + board.state(),
                "a run with repair disables it. Find out who enabled it: its key may be in strange hands");
    }

    private static Finding openAgain(Board board) {
        return enabled(
                board,
                "the board is out of service (" + board.state() + "), but DPS has its enrollment ENABLED",
                "a run with repair disables it and keeps its hub and twin; " + identityToo(board)
                        + ". Find out who enabled it");
    }

    private static Finding enabled(Board board, String what, String advice) {
        return new Finding(board.guid().value(), Kind.ENABLED, what, advice, Repair.POSSIBLE);
    }

    /** What is left to do in the hub, where the board may have registered while its enrollment was enabled. */
    static String identityToo(Board board) {
        return "its identity in the IoT Hub may be enabled as well: "
                + switch (board.state()) {
                    case REPLACED -> "POST /api/v1/boards/" + board.guid() + "/decommission closes and removes both";
                    case REVOKED -> "POST /api/v1/boards/" + board.guid() + "/revocation again closes both";
                    default -> "DELETE /api/v1/boards/" + board.guid() + "/activation again closes both";
                };
    }

    /** Whether the board was let in once, is not any more, and keeps hub and twin. */
    static boolean isOutOfService(Board board) {
        return board.state() == BoardState.DEACTIVATED
                || board.state() == BoardState.REVOKED
                || board.state() == BoardState.REPLACED;
    }

    private static Optional<Finding> compareActivated(Board board, StoredEnrollment enrollment) {
        if (!enrollment.enabled()) {
            return Optional.of(person(
                    board.guid(),
                    Kind.DISABLED,
                    "the enrollment is disabled, but the board is " + board.state() + " in the ledger",
                    "somebody disabled it, perhaps because the machine was stolen: if so, leave it. If not, enable it in"
                            + " the Azure portal"));
        }
        var activation = board.activation();
        return activation == null || isOn(activation, enrollment)
                ? Optional.empty()
                : Optional.of(person(
                        board.guid(),
                        Kind.OTHER_HUB,
                        "the enrollment " + allocation(enrollment) + ", but the board is activated on "
                                + activation.iotHub(),
                        "if the move was meant, activate the board on that hub here as well (PUT /api/v1/boards/"
                                + board.guid() + "/activation with If-Match); if not, change the enrollment back in the"
                                + " Azure portal"));
    }

    private static boolean isOn(Activation activation, StoredEnrollment enrollment) {
        return enrollment.staticAllocation()
                && enrollment.iotHubs().size() == 1
                && enrollment.iotHubs().get(0).equalsIgnoreCase(activation.iotHub());
    }

    private static String allocation(StoredEnrollment enrollment) {
        return enrollment.staticAllocation() && enrollment.iotHubs().size() == 1
                ? "allocates it to " + enrollment.iotHubs().get(0)
                : "does not allocate it to one hub, but to any of " + enrollment.iotHubs();
    }

    /** Whether DPS would let the board in, though nobody here has activated it. */
    static boolean isAlarming(Optional<Known> known, Optional<StoredEnrollment> stored) {
        return known.map(found -> !isActivated(found.board())).orElse(false)
                && stored.map(StoredEnrollment::enabled).orElse(false);
    }

    /** Whether DPS must have the board. */
    static boolean isEnrolled(Board board) {
        return board.state() == BoardState.ENROLLED || isActivated(board);
    }

    private static boolean isActivated(Board board) {
        return board.state() == BoardState.ACTIVATED || board.state() == BoardState.REGISTERED;
    }

    private static String status(StoredEnrollment enrollment) {
        return enrollment.enabled() ? "ENABLED" : "disabled";
    }

    private static Finding person(BoardGuid guid, Kind kind, String what, String advice) {
        return new Finding(guid.value(), kind, what, advice, Repair.BY_A_PERSON);
    }
}
