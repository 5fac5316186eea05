package dev.caravan.hub.command;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;

/** Waits for the end of a run over DPS, and says now and then how far it is. */
final class RunWatch {

    private static final int SECONDS_BETWEEN_LINES = 15;

    private final HubClient hub;
    private final String runs;
    private final PrintStream out;

    /** @param runs path of the runs' kind, {@code /reconciliations} for instance */
    RunWatch(HubClient hub, String runs, PrintStream out) {
        this.hub = hub;
        this.runs = runs;
        this.out = out;
    }

    /** @return the run with its first page of findings */
    JsonNode untilItsEnd(JsonNode begun) {
        var run = begun;
        for (var second = 1; run.path("state").asText().equals("RUNNING"); second++) {
            pause();
            run = page(run.path("id").asLong(), "");
            if (second % SECONDS_BETWEEN_LINES == 0) {
                out.println(run.path("detail").asText());
            }
        }
        return run;
    }

    JsonNode page(long id, String after) {
        return hub.get(runs + "/" + id + "?limit=1000" + (after.isEmpty() ? "" : "&after=" + after));
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped; the run goes on in the hub", stopping);
        }
    }
}
