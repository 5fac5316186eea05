package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.batch.DryRun.Forecast;
import dev.caravan.batch.Intake.Taken;

/** What became of a batch file in a request. */
@Schema(description = "what became of the file")
public record UploadAnswer(
        @Schema(description = "the batch that it is, or would be", example = "line-7")
        String batch,

        @Schema(description = "the same in a sentence") String detail,

        @Schema(description = "what would happen; only in a dry run") @Nullable
        WouldHappen dryRun) {

    /** The end of each row, counted. */
    @Schema(description = "what would happen")
    public record WouldHappen(
            boolean known,
            long rows,
            long wouldEnroll,
            long rejected,
            long duplicate,

            @Schema(description = "the file that has one line a row, on the hub")
            String report) {

        private static WouldHappen of(Forecast forecast) {
            return new WouldHappen(
                    forecast.known(),
                    forecast.rows(),
                    forecast.wouldEnroll(),
                    forecast.rejected(),
                    forecast.duplicate(),
                    forecast.report().toString());
        }
    }

    static UploadAnswer of(Taken taken) {
        var forecast = taken.forecast();
        return new UploadAnswer(taken.batch(), taken.message(), forecast == null ? null : WouldHappen.of(forecast));
    }
}
