package dev.caravan.hub.api;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.activation.ActivationOutcome.Possible;
import dev.caravan.activation.Difference;

/** The board after an activation. */
public record ActivationAnswer(
        BoardView board,

        @Schema(description = "false if the board was activated so before")
        boolean changed,

        @Schema(
                description =
                        "where it was written to: the enrollment, and the twin in the hub once the board has registered",
                example = "[\"enrollment\",\"hub\"]")
        List<String> appliedTo,

        @Schema(
                description =
                        "the rule of the hub's configuration that chose the IoT Hub; absent if the request named it")
        @Nullable
        String hubRule,

        @Schema(description = "what the caller should know, for instance that the board had registered already")
        @Nullable
        String note,

        @Schema(description = "what would be written; only in a dry run, and only if something would") @Nullable
        WouldWrite wouldWrite) {

    /** What an activation would write. */
    @Schema(description = "what would be written")
    public record WouldWrite(
            @Schema(description = "the state that the board is in", example = "ENROLLED")
            String from,

            ActivationView activation,

            @Schema(description = "where that differs from the activation before; absent if there was none") @Nullable
            List<Difference> differences) {

        static WouldWrite of(Possible possible) {
            return new WouldWrite(
                    possible.board().state().name(),
                    ActivationView.of(possible.asked()),
                    possible.differences().isEmpty() ? null : possible.differences());
        }
    }
}
