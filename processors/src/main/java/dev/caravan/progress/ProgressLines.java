package dev.caravan.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import dev.caravan.ledger.OpenBatch;

/**
 * What the console says of batches that take longer: a line each, every half minute, for the oldest ones. A batch that is
 * done sooner gets none; one that waits says for what. Not thread-safe.
 */
public final class ProgressLines {

    private static final long INTERVAL = Duration.ofSeconds(30).toNanos();
    private static final int MOST = 3;
    private static final int MOST_SECONDS = 90;
    private static final int MOST_MINUTES = 90;
    private static final double SIXTY = 60.0;

    private final BatchProblems problems;
    private final Pace pace;
    private final LongSupplier nanoTime;
    private long idleOrSaid;

    /** @param nanoTime a clock that nobody sets, {@link System#nanoTime} */
    public ProgressLines(BatchProblems problems, Pace pace, LongSupplier nanoTime) {
        this.problems = problems;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.idleOrSaid = nanoTime.getAsLong();
    }

    /** The lines that are due; to be called every few seconds. */
    public List<String> due() {
        var now = nanoTime.getAsLong();
        var open = pace.open();
        if (open.isEmpty()) {
            idleOrSaid = now;
        }
        if (now - idleOrSaid < INTERVAL) {
            return List.of();
        }
        idleOrSaid = now;
        var lines = new ArrayList<String>();
        open.stream().limit(MOST).map(this::line).forEach(lines::add);
        if (open.size() > MOST) {
            lines.add("and " + (open.size() - MOST) + " more batches after these");
        }
        return lines;
    }

    private String line(OpenBatch batch) {
        var done = String.format(
                Locale.ROOT,
                "batch '%s': %,d of %,d rows done",
                batch.id(),
                batch.rows() - batch.remaining(),
                batch.rows());
        var speed = pace.of(batch.id())
                .map(forecast -> String.format(Locale.ROOT, ", %,d boards a minute", forecast.boardsPerMinute())
                        + (forecast.left() == null ? "" : ", " + inWords(forecast.left()) + " left"))
                .orElse("");
        var waiting = problems.holdsUp(batch.id());
        return done + speed + (waiting.isEmpty() ? "" : "; waiting: " + waiting.get(0));
    }

    static String inWords(Duration left) {
        var seconds = left.toSeconds();
        if (seconds <= MOST_SECONDS) {
            return "about " + seconds + " s";
        }
        var minutes = Math.round(seconds / SIXTY);
        return minutes <= MOST_MINUTES ? "about " + minutes + " min" : "about " + Math.round(minutes / SIXTY) + " h";
    }
}
