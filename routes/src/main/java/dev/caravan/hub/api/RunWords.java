package dev.caravan.hub.api;

import java.util.Locale;
import java.util.Map;

import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.DpsRun.Task;
import dev.caravan.ledger.Finding.Kind;

/** How far a run is, or how it ended, for a person. */
final class RunWords {

    private RunWords() {}

    static String of(DpsRun run, Map<Kind, Long> differences) {
        var found = differences.values().stream().mapToLong(Long::longValue).sum() + run.unlisted();
        var soFar = run.task() == Task.ADOPT ? adopted(run, found) : compared(run, found);
        if (run.state() == State.RUNNING) {
            return "Under way since " + run.startedAt() + ": " + soFar + " so far";
        }
        return run.state() == State.COMPLETE
                ? "Complete: " + soFar
                : "Not finished (" + run.state() + "): " + run.problem() + ". Until then: " + soFar;
    }

    private static String compared(DpsRun run, long found) {
        return number(run.enrollments()) + " enrollments compared, " + differ(found)
                + (run.changed() > 0 ? ", " + number(run.changed()) + " repaired" : "");
    }

    private static String differ(long found) {
        return found == 0 ? "no difference" : found == 1 ? "1 differs" : number(found) + " differ";
    }

    private static String adopted(DpsRun run, long found) {
        return number(run.enrollments()) + " enrollments read, " + number(run.changed())
                + (run.changing() ? " boards adopted, " : " boards would be adopted, ") + number(run.agreed())
                + " known already, " + number(found)
                + (run.changing() ? " not adopted" : " would not be");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
