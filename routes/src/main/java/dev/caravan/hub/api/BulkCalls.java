package dev.caravan.hub.api;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.ActivationItem;
import dev.caravan.ledger.ActivationItem.Outcome;
import dev.caravan.ledger.ActivationJob;
import dev.caravan.ledger.ActivationJobs;

/** Answers requests for many activations: at once, or as a job. A job of somebody else is answered as one that is not there. */
public final class BulkCalls {

    static final int MOST_AT_ONCE = 1_000;
    static final int MOST = 100_000;
    static final Problem CANCELLED =
            Problem.of(Kind.NOT_DONE, "Nothing was done for this board: the job was cancelled before its turn came");

    private static final int MOST_OPEN = 10;
    private static final int EACH = 2;
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final int LOADED_TOGETHER = 500;

    private final ItemCalls calls;
    private final BulkWork work;
    private final ActivationJobs jobs;
    private final Places places = new Places(EACH, BulkWork.ROUNDS);

    public BulkCalls(ItemCalls calls, BulkWork work, ActivationJobs jobs) {
        this.calls = calls;
        this.work = work;
        this.jobs = jobs;
    }

    /** @return a {@link BulkAnswer}, or the {@link JobView} of a job that has begun */
    @SuppressWarnings("try") // the place is only held, also while a slow body comes
    Object activate(Principal caller, @Nullable InputStream body, boolean dryRun, boolean asJob) {
        try (var place = place(caller);
                var boards = new BulkReader(body)) {
            var rows = boards.next(MOST_AT_ONCE + 1);
            if (rows.isEmpty()) {
                throw ApiJson.invalid("field 'boards' must have 1 to " + MOST + " boards, but has none");
            }
            return asJob || rows.size() > MOST_AT_ONCE
                    ? begun(caller, rows, boards, dryRun)
                    : atOnce(caller, rows, dryRun);
        }
    }

    private BulkAnswer atOnce(Principal caller, List<BulkRow> rows, boolean dryRun) {
        var answers = work.inTime(rows, row -> calls.activate(caller, row, dryRun));
        return new BulkAnswer(
                BulkCounts.of(answers.stream().map(ItemAnswer::outcome).toList()), answers);
    }

    private Places.Place place(Principal caller) {
        return places.take(caller.name(), "requests for many activations", RETRY)
                .orElseThrow(() -> Places.full("All places for requests for many activations are taken", RETRY));
    }

    private JobView begun(Principal caller, List<BulkRow> first, BulkReader boards, boolean dryRun) {
        if (jobs.openOf(caller.name()) >= MOST_OPEN) {
            throw new ProblemException(Problem.of(
                    Kind.TOO_MANY_JOBS,
                    "Nothing was begun: " + MOST_OPEN
                            + " jobs of yours have not ended, which is the most. Wait for one, or" + " cancel it"));
        }
        var job = jobs.begin(caller, dryRun);
        try {
            for (var rows = first; !rows.isEmpty(); rows = boards.next(LOADED_TOGETHER)) {
                if (rows.get(rows.size() - 1).number() > MOST) {
                    throw new ProblemException(Problem.of(
                            Kind.TOO_LARGE, "Nothing was begun: a request may have at most " + MOST + " boards"));
                }
                jobs.add(job, rows.stream().map(BulkCalls::item).toList());
            }
            return view(jobs.open(job), 0, BoardQueries.limit(null));
        } catch (RuntimeException failure) {
            jobs.abandon(job);
            throw failure;
        }
    }

    private static ActivationItem item(BulkRow row) {
        if (row.isRepeated()) {
            var refused = ItemAnswer.refused(row.guid(), ItemCalls.repeated(row));
            return new ActivationItem(row.number(), row.guid(), row.json(), Outcome.REFUSED, ApiJson.write(refused));
        }
        return new ActivationItem(row.number(), row.guid(), row.json(), Outcome.WAITING, null);
    }

    JobView job(Principal caller, String id, long after, @Nullable String limit) {
        return view(find(caller, id), after, BoardQueries.limit(limit));
    }

    JobView cancel(Principal caller, String id) {
        jobs.cancel(find(caller, id).id());
        return view(find(caller, id), 0, BoardQueries.limit(null));
    }

    private JobView view(ActivationJob job, long after, int limit) {
        return JobView.of(job, BulkCounts.of(jobs.counts(job.id())), jobs.items(job.id(), after, limit), limit);
    }

    private ActivationJob find(Principal caller, String id) {
        return jobs.find(id)
                .filter(job -> caller.role() == Role.OPERATOR
                        || job.owner().name().equals(caller.name())
                                && caller.reach().covers(job.owner().reach()))
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Kind.UNKNOWN_JOB,
                        "You have no job '" + id + "'; it may have ended more than thirty days ago")));
    }
}
