package dev.caravan.hub.api;

import java.util.Locale;
import java.util.Map;

import dev.caravan.ledger.DpsRun;
import dev.caravan.ledger.DpsRun.State;
import dev.caravan.ledger.Finding.Kind;

/** How far a run is, or how it ended, for a person. */
final class RunWords {

    private RunWords() {}

    static String of(DpsRun run, Map<Kind, Long> differences) {
        var found = differences.values().stream().mapToLong(Long::longValue).sum() + run.unlisted();
        var soFar = String.format(Locale.ROOT, "%,d enrollments compared, %s", run.enrollments(), differ(found))
                + (run.changed() > 0 ? String.format(Locale.ROOT, ", %,d repaired", run.changed()) : "");
        if (run.state() == State.RUNNING) {
            return "Under way since " + run.startedAt() + ": " + soFar + " so far";
        }
        return run.state() == State.COMPLETE
                ? "Complete: " + soFar
                : "Not finished (" + run.state() + "): " + run.problem() + ". Until then: " + soFar;
    }

    private static String differ(long found) {
        return found == 0
                ? "no difference"
                : found == 1 ? "1 differs" : String.format(Locale.ROOT, "%,d differ", found);
    }
}
