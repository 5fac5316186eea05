package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.ledger.Retries.Retried;

/**
 * What the retry of a batch set going.
 */
public record RetryAnswer(
        @Schema(example = "line-7") String batch,

        @Schema(description = "parked boards that are worked again", example = "3")
        long boards,

        @Schema(description = "whether the batch had been stopped by an alarm and works again")
        boolean resumed,

        @Schema(description = "the same in a sentence") String detail) {

    static RetryAnswer of(Retried retried) {
        return new RetryAnswer(retried.batch(), retried.boards(), retried.resumed(), words(retried));
    }

    private static String words(Retried retried) {
        var boards = retried.boards() + " parked board(s) of batch '" + retried.batch() + "' are worked again";
        if (retried.resumed()) {
            return "The batch was stopped and is worked again, and " + boards;
        }
        return retried.boards() == 0
                ? "Nothing was changed: no board of batch '" + retried.batch()
                        + "' is parked and could be retried, and it is not stopped"
                : boards + "; the report is amended when they are done";
    }
}
