package dev.caravan.lifecycle;

import java.util.Objects;
import java.util.Optional;

import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Saga.Kind;

/** Says why a board's state does not allow what is asked, and what to do instead. */
final class Refusals {

    static final String OPEN_AGAIN =
            "the board is REPLACED, but DPS or its IoT Hub may let it in again, or gives no answer; decommission it, which"
                    + " closes and removes both, and revoke it then";

    private Refusals() {}

    /** Why no other board can take this one's place; empty if one can. */
    static Optional<String> ofPredecessor(Board old) {
        return old.state() == BoardState.REVOKED && old.activation() == null
                ? Optional.of("the board was revoked before it was ever activated; activate the other board")
                : Optional.empty();
    }

    static String of(Board board, Kind kind) {
        var state = board.state();
        if (state.halfDone()) {
            return "the board is " + state + "; ask again once that is done";
        }
        if (state == BoardState.DECOMMISSIONED) {
            return "the board is DECOMMISSIONED, and stays so; a machine gets another board";
        }
        return "the board is " + state + "; " + rule(kind);
    }

    /** Why a board whose key the hub did not make gets none of the hub. */
    static String ofKeyOfItsOwn(Board board) {
        return "the board has a key of its own, which the hub cannot make anew; decommission it and give its successor a new"
                + " GUID and key, board " + board.guid() + " keeps both";
    }

    /** Why the board cannot get another identity; empty if it can. @param inWork whether a chunk works on it */
    static Optional<String> ofReissue(Board board, boolean inWork) {
        if (inWork) {
            return Optional.of("the board's batch still works on it; ask again once it is complete");
        }
        return board.thumbprint() == null
                ? Optional.of("the board has no identity yet; POST /api/v1/boards/" + board.guid()
                        + "/retries makes the first one")
                : Optional.empty();
    }

    /** Why the board's certificate cannot be rolled; empty if it can. @param inWork whether a chunk works on it */
    static Optional<String> ofRoll(Board board, boolean inWork) {
        if (!board.state().inService()) {
            return Optional.of("the board is " + board.state()
                    + "; only the certificate of an ACTIVATED or REGISTERED board"
                    + " is rolled. One that DPS has disabled gets another identity: POST /api/v1/boards/" + board.guid()
                    + "/identity-reissue");
        }
        return inWork ? ofReissue(board, true) : Optional.empty();
    }

    static String noWayToSee(String hub) {
        return "the new certificate is handed over, but whether the board has registered with it is in IoT Hub " + hub
                + ", and Caravan has no connection string for this hub; add one to caravan.registry.connection-string-files."
                + " Both certificates are good meanwhile";
    }

    /** Why the other board cannot take over; empty if it can. */
    static Optional<String> ofSuccessor(Board old, Board successor) {
        if (old.guid().equals(successor.guid())) {
            return Optional.of("'by' must be another board");
        }
        if (!Objects.equals(old.consignee(), successor.consignee())) {
            return Optional.of("board " + successor.guid() + " is not of the same consignee; hand it over first");
        }
        return successor.state() == BoardState.ENROLLED
                ? Optional.empty()
                : Optional.of("board " + successor.guid() + " is " + successor.state()
                        + "; only an ENROLLED board can take over");
    }

    static String noWayTo(String hub) {
        return "the board has registered in IoT Hub " + hub + ", and Caravan has no connection string for this hub to"
                + " disable it there; add one to caravan.registry.connection-string-files";
    }

    private static String rule(Kind kind) {
        return switch (kind) {
            case DEACTIVATION -> "only an ACTIVATED or REGISTERED board can be deactivated";
            case REPLACEMENT -> "only an ACTIVATED, REGISTERED, DEACTIVATED or REVOKED board can be replaced";
            case REVOCATION ->
                "only a board whose identity has been handed over can be revoked: retry it, or give it another identity";
            case DECOMMISSION ->
                "only a board that has been enrolled or parked, or is AWAITING, can be decommissioned; wait until its batch is complete";
            case REISSUE ->
                "only a board that DPS has disabled (ENROLLED, DEACTIVATED, REVOKED or PARKED) can get another identity. The"
                        + " certificate of one in service is rolled (POST .../identity-roll); or deactivate it first";
            case HANDOVER -> "only an ENROLLED or DEACTIVATED board can be handed over; deactivate it first";
        };
    }
}
