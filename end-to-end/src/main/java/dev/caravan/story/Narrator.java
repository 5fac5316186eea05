package dev.caravan.story;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

import dev.caravan.story.evidence.UntrueException;

/**
 * Tells the story: a heading per chapter, one line per step with the time it took, and in between what happens at the
 * moment. On a terminal that is one line that is drawn again and again; elsewhere a line every few seconds.
 */
final class Narrator {

    private static final long SPARSE = Duration.ofSeconds(5).toNanos();
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean live;
    private final String logs;
    private final long begun = System.nanoTime();
    private long lastGlimpse = begun;
    private String shown = "";
    private int told;

    /** @param logs where to look when a step fails */
    Narrator(PrintStream out, boolean live, String logs) {
        this.out = out;
        this.live = live;
        this.logs = logs;
    }

    /** Does something, checks it, and says what is true now. */
    @FunctionalInterface
    interface Step {
        String take();
    }

    void chapter(String title) {
        out.println();
        out.println(title);
    }

    /**
     * Takes the step and tells what it says.
     *
     * @param attempt what is attempted, for the case that it fails
     * @throws StoryEndedException when the step is not true; it has been told then
     */
    void step(String attempt, Step step) {
        var start = System.nanoTime();
        if (live) {
            glimpse(attempt);
        }
        try {
            var sentence = step.take();
            erase();
            out.printf(Locale.ROOT, "  ✔ %s (%.1f s)%n", sentence, seconds(start));
            told++;
        } catch (UntrueException untrue) {
            failed(attempt);
            out.println("      what      " + untrue.getMessage());
            out.println("      expected  " + untrue.expected());
            out.println("      actual    " + untrue.actual());
            throw ended(untrue);
        } catch (RuntimeException failure) {
            failed(attempt);
            out.println("      " + (failure.getMessage() == null ? failure : failure.getMessage()));
            throw ended(failure);
        }
    }

    private void failed(String attempt) {
        erase();
        out.println("  ✘ " + attempt);
    }

    private StoryEndedException ended(RuntimeException cause) {
        out.println("      logs      " + logs);
        return new StoryEndedException(cause);
    }

    /** What happens at the moment. */
    void glimpse(String text) {
        var now = System.nanoTime();
        if (text.equals(shown)) {
            return;
        }
        if (live) {
            out.print(ERASE + "  … " + text);
            out.flush();
        } else if (now - lastGlimpse > SPARSE) {
            out.println("  … " + text);
        } else {
            return;
        }
        shown = text;
        lastGlimpse = now;
    }

    private void erase() {
        if (live) {
            out.print(ERASE);
        }
        shown = "";
    }

    void say(String line) {
        out.println(line);
    }

    /** The last line of a story that is true. */
    void end() {
        out.println();
        out.printf(Locale.ROOT, "All %d steps are true, after %.0f s.%n", told, seconds(begun));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
