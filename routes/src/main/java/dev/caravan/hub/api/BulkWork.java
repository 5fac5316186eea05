package dev.caravan.hub.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.caravan.hub.api.ItemCalls.End;
import dev.caravan.hub.api.Problem.Kind;

/** Works the boards of a request side by side, a few at a time: they take turns with everybody else's calls to DPS. */
public final class BulkWork implements AutoCloseable {

    /** Requests at once; a fifth of the threads that work all requests. */
    static final int ROUNDS = 8;

    private static final int AT_ONCE = 8;

    private static final Problem NOT_DONE = Problem.of(
            Kind.NOT_DONE,
            "Nothing was done for this board: the time of the request was over before its turn came. Ask for it again, or for"
                    + " all in a job (Prefer: respond-async)");
    private static final Problem UNKNOWN_END = Problem.of(
            Kind.DPS_UNAVAILABLE,
            "The activation was begun, and its end did not come in the time of the request. The hub goes on; ask for the"
                    + " board, or make the same request again");

    private final ExecutorService threads = Executors.newFixedThreadPool(ROUNDS * AT_ONCE, BulkWork::daemon);
    private final Duration time;
    private final Duration grace;

    /**
     * @param time how long boards of one request are begun
     * @param grace how much longer those that were begun are waited for
     */
    public BulkWork(Duration time, Duration grace) {
        this.time = time;
        this.grace = grace;
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "bulk-activation");
        thread.setDaemon(true);
        return thread;
    }

    static Problem notDone() {
        return NOT_DONE;
    }

    /** One answer for each row, in their order, in bounded time. */
    List<ItemAnswer> inTime(List<BulkRow> rows, Function<BulkRow, End> activate) {
        var round = new Round(rows, activate, System.nanoTime() + time.toNanos());
        round.begin(threads, AT_ONCE);
        round.await(time.plus(grace));
        return round.answers();
    }

    /** The end of each row, however long it takes. */
    List<End> toTheEnd(List<BulkRow> rows, Function<BulkRow, End> activate, int atOnce) {
        var round = new Round(rows, activate, Long.MAX_VALUE);
        round.begin(threads, atOnce);
        round.await(null);
        return round.ends();
    }

    /** Rows that are worked together. */
    private static final class Round {
        private final List<BulkRow> rows;
        private final Function<BulkRow, End> activate;
        private final long deadline;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<End> ends;
        private final CountDownLatch open;

        private Round(List<BulkRow> rows, Function<BulkRow, End> activate, long deadline) {
            this.rows = rows;
            this.activate = activate;
            this.deadline = deadline;
            this.ends = new AtomicReferenceArray<>(rows.size());
            this.open = new CountDownLatch(rows.size());
        }

        private void begin(ExecutorService threads, int atOnce) {
            for (var thread = 0; thread < Math.min(atOnce, rows.size()); thread++) {
                threads.execute(this::work);
            }
        }

        private void work() {
            for (var row = next.getAndIncrement(); row < rows.size(); row = next.getAndIncrement()) {
                try {
                    if (deadline == Long.MAX_VALUE || System.nanoTime() < deadline) {
                        ends.set(row, activate.apply(rows.get(row)));
                    } else {
                        ends.set(row, End.last(ItemAnswer.refused(rows.get(row).guid(), NOT_DONE)));
                    }
                } finally {
                    open.countDown();
                }
            }
        }

        private void await(@Nullable Duration longest) {
            try {
                if (longest == null) {
                    open.await();
                } else if (!open.await(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                    next.addAndGet(rows.size());
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                next.addAndGet(rows.size());
            }
        }

        private List<End> ends() {
            var all = new ArrayList<End>();
            for (var row = 0; row < rows.size(); row++) {
                all.add(ends.get(row));
            }
            return all;
        }

        private List<ItemAnswer> answers() {
            var begun = next.get() - rows.size();
            var answers = new ArrayList<ItemAnswer>();
            for (var row = 0; row < rows.size(); row++) {
                var end = ends.get(row);
                answers.add(
                        end != null
                                ? end.answer()
                                : ItemAnswer.refused(rows.get(row).guid(), row < begun ? UNKNOWN_END : NOT_DONE));
            }
            return answers;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
