package dev.caravan.matrix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A cell while it is played. */
final class Play {

    private final Cell cell;
    private final ObjectNode given;
    private final Stage stage;
    private final CompletableFuture<JsonNode> seen = new CompletableFuture<>();

    Play(Cell cell, ObjectNode given, Stage stage) {
        this.cell = cell;
        this.given = given;
        this.stage = stage;
    }

    Cell cell() {
        return cell;
    }

    /** What the judge reads. */
    String line() {
        var line = AzureRest.JSON
                .createObjectNode()
                .put("cell", cell.id())
                .put("scenario", cell.scenario().slug())
                .put("transport", cell.transport().name());
        line.set("given", given);
        return line.toString();
    }

    /** The judge waits for the other side. */
    void ready() {
        try {
            cell.scenario().script().ready(cell, given, stage);
        } catch (RuntimeException | AssertionError failure) {
            failed("the other side: " + failure);
        }
    }

    void saw(JsonNode what) {
        seen.complete(what);
    }

    /** Nothing when the judge has spoken already. */
    void failed(String why) {
        seen.completeExceptionally(new AssertionError(why));
    }

    void check(long limitSeconds) {
        try {
            check(seen.get(limitSeconds, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("the judge said nothing in " + limitSeconds + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A failure says all that was seen, above all an SDK's own words. */
    private void check(JsonNode what) {
        try {
            cell.scenario().script().check(cell, given, what, stage);
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError(wrong.getMessage() + "\nseen: " + what, wrong);
        }
    }
}
