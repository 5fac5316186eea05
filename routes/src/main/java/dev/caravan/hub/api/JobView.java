package dev.caravan.hub.api;

import java.time.Instant;
import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.ActivationItem;
import dev.caravan.ledger.ActivationJob;

/** Activations that go on after their request, and how far they are. */
@Schema(description = "activations that go on after their request")
public record JobView(
        String id,

        @Schema(allowableValues = {"WORKING", "CANCELLED", "DONE"})
        String state,

        boolean dryRun,

        @Schema(description = "as who it is done, with the rights of when it was asked for")
        String owner,

        Instant createdAt,
        @Nullable Instant endedAt,

        @Schema(description = "what it waits for, if something is wrong") @Nullable
        String problem,

        BulkCounts counts,

        @Schema(description = "a page of its boards, in the order of the request")
        List<ItemAnswer> items,

        @Schema(description = "'after' of the next page; absent on the last one") @Nullable
        String next) {

    static JobView of(ActivationJob job, BulkCounts counts, List<ActivationItem> page, int limit) {
        return new JobView(
                job.id(),
                job.state().name(),
                job.dryRun(),
                job.owner().name(),
                job.createdAt(),
                job.endedAt(),
                job.problem(),
                counts,
                page.stream().map(JobView::answer).toList(),
                page.size() < limit
                        ? null
                        : Integer.toString(page.get(limit - 1).number()));
    }

    private static ItemAnswer answer(ActivationItem item) {
        if (item.answer() != null) {
            return ApiJson.stored(item.answer(), ItemAnswer.class);
        }
        return item.outcome() == ActivationItem.Outcome.NOT_DONE
                ? ItemAnswer.refused(item.guid(), BulkCalls.CANCELLED)
                : ItemAnswer.waiting(item.guid());
    }
}
