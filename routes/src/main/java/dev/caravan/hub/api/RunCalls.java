package dev.caravan.hub.api;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.DpsRuns;
import dev.caravan.ledger.Findings;

/** Answers what is asked about runs over DPS. */
public final class RunCalls {

    private static final String LATEST = "latest";

    private final DpsRuns runs;
    private final Findings findings;

    public RunCalls(DpsRuns runs, Findings findings) {
        this.runs = runs;
        this.findings = findings;
    }

    RunView begun(Optional<DpsRun> begun) {
        return begun.map(run -> view(run, null, BoardQueries.limit(null))).orElseThrow(this::underWay);
    }

    RunView run(Task task, String id, @Nullable String after, @Nullable String limit) {
        var run = id.equals(LATEST) ? runs.latest(task) : number(id).flatMap(runs::find);
        return run.filter(found -> found.task() == task)
                .map(found -> view(found, after, BoardQueries.limit(limit)))
                .orElseThrow(() -> unknown(id));
    }

    private RunView view(DpsRun run, @Nullable String after, int limit) {
        return RunView.of(run, findings.counts(run.id()), findings.list(run.id(), after, null, limit), limit);
    }

    private static Optional<Long> number(String id) {
        try {
            return Optional.of(Long.parseLong(id));
        } catch (NumberFormatException wrong) {
            return Optional.empty();
        }
    }

    static boolean flag(String name, @Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw ApiJson.invalid("parameter '" + name + "' must be true or false, but is '" + text + "'");
    }

    private ProblemException underWay() {
        var who = runs.underWay()
                .map(run -> "run " + run.id() + " (" + run.task() + "), begun at " + run.startedAt() + ", is under way")
                .orElse("another run was under way a moment ago");
        return new ProblemException(Problem.of(
                Kind.RUN_UNDER_WAY,
                "Nothing was begun: " + who + ". Wait for its end, or read what it has found so far"));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Problem.of(
                Kind.UNKNOWN_RUN,
                id.equals(LATEST)
                        ? "There was no such run yet"
                        : "There is no such run '" + id + "'; the last fifty are kept"));
    }
}
