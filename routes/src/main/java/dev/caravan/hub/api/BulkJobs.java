package dev.caravan.hub.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import dev.caravan.hub.api.ItemCalls.End;
import dev.caravan.ledger.ActivationItem;
import dev.caravan.ledger.ActivationJob.Turn;
import dev.caravan.ledger.ActivationJobs;

/**
 * Works a job for a while: a few boards at a time, each written down before the next ones. One that a crash has cut off is
 * asked for again, which changes nothing if it was done. What only DPS or time can mend is left waiting for another turn.
 */
public final class BulkJobs {

    private static final int AT_ONCE = 4;
    private static final int TOGETHER = 2 * AT_ONCE;

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    private final ActivationJobs jobs;
    private final ItemCalls calls;
    private final BulkWork work;
    private final Duration turn;
    private final LongSupplier nanoTime;

    /** @param turn for how long a job is worked before another one has its turn */
    public BulkJobs(ActivationJobs jobs, ItemCalls calls, BulkWork work, Duration turn, LongSupplier nanoTime) {
        this.jobs = jobs;
        this.calls = calls;
        this.work = work;
        this.turn = turn;
        this.nanoTime = nanoTime;
    }

    /** Works the job if nobody else does. */
    void work(String job) {
        jobs.take(job).ifPresent(this::work);
    }

    /** Why boards are left waiting, and for how long. */
    private record Delay(Duration pause, String words) {}

    private void work(Turn mine) {
        try {
            workFor(mine);
        } catch (RuntimeException failure) {
            jobs.release(mine, AFTER_A_FAILURE, "the hub failed; its log says why");
            throw failure;
        }
    }

    private void workFor(Turn mine) {
        var begun = nanoTime.getAsLong();
        @Nullable Delay delay = null;
        var waiting = jobs.waiting(mine, 0, TOGETHER);
        while (!waiting.isEmpty()) {
            var ends = ends(mine, waiting);
            if (!jobs.record(mine, ended(waiting, ends))) {
                return;
            }
            delay = longer(delay, ends);
            if (ends.stream().anyMatch(End::forAll)) {
                break;
            }
            if (nanoTime.getAsLong() - begun > turn.toNanos()) {
                delay = null;
                break;
            }
            waiting = jobs.waiting(mine, waiting.get(waiting.size() - 1).number(), TOGETHER);
        }
        jobs.release(mine, delay == null ? Duration.ZERO : delay.pause(), delay == null ? null : delay.words());
    }

    private List<End> ends(Turn mine, List<ActivationItem> items) {
        var rows = items.stream()
                .map(item -> new BulkRow(item.number(), item.guid(), item.request(), item.number()))
                .toList();
        return work.toTheEnd(
                rows, row -> calls.activate(mine.job().owner(), row, mine.job().dryRun()), AT_ONCE);
    }

    private static List<ActivationItem> ended(List<ActivationItem> items, List<End> ends) {
        var ended = new ArrayList<ActivationItem>();
        for (var index = 0; index < ends.size(); index++) {
            var item = items.get(index);
            var end = ends.get(index);
            if (end.again() == null) {
                var answer = end.answer().withoutBoard();
                ended.add(new ActivationItem(
                        item.number(), item.guid(), item.request(), answer.outcome(), ApiJson.write(answer)));
            }
        }
        return ended;
    }

    private static @Nullable Delay longer(@Nullable Delay before, List<End> ends) {
        var longest = before;
        for (var end : ends) {
            var problem = end.answer().problem();
            if (end.again() != null
                    && problem != null
                    && (longest == null || end.again().compareTo(longest.pause()) > 0)) {
                longest = new Delay(end.again(), problem.detail());
            }
        }
        return longest;
    }
}
