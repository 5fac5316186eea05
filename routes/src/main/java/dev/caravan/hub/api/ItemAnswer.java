package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.ActivationItem.Outcome;

/** What became of one board of many: as activateBoard would have answered. */
public record ItemAnswer(
        @Schema(description = "as it was asked for", example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301") @Nullable
        String guid,

        @Schema(description = "as of the single call; 0 while it waits", example = "200")
        int status,

        @Schema(description = "false if the board was activated so before") @Nullable
        Boolean changed,

        @Nullable String note,
        ActivationAnswer.@Nullable WouldWrite wouldWrite,

        @Schema(description = "the board after the activation; not in a job") @Nullable
        BoardView board,

        @Schema(description = "why it was refused") @Nullable
        Problem problem) {

    private static final int OK = 200;

    static ItemAnswer of(@Nullable String guid, ActivationAnswer done) {
        return new ItemAnswer(guid, OK, done.changed(), done.note(), done.wouldWrite(), done.board(), null);
    }

    static ItemAnswer refused(@Nullable String guid, Problem problem) {
        return new ItemAnswer(guid, problem.status(), null, null, null, null, problem);
    }

    /** A board whose turn comes. */
    static ItemAnswer waiting(@Nullable String guid) {
        return new ItemAnswer(guid, 0, null, null, null, null, null);
    }

    ItemAnswer withoutBoard() {
        return new ItemAnswer(guid, status, changed, note, wouldWrite, null, problem);
    }

    Outcome outcome() {
        if (problem != null) {
            return problem.equals(BulkWork.notDone()) ? Outcome.NOT_DONE : Outcome.REFUSED;
        }
        if (wouldWrite != null) {
            return Outcome.POSSIBLE;
        }
        return Boolean.TRUE.equals(changed) ? Outcome.ACTIVATED : Outcome.UNCHANGED;
    }
}
