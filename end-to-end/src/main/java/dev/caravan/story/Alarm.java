package dev.caravan.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Claim;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.plant.Plant;

/** Azure stores boards as enabled though disabled was written; the hub must notice, and hand nothing over. */
final class Alarm {

    private static final String BATCH = "alarm";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STORE_ENABLED = """
            {"operation": "bulkEnrollments", "action": {"type": "store", "provisioningStatus": "enabled"}}""";

    private final Plant plant;
    private final BatchSheet sheet;
    private final Narrator narrator;

    Alarm(Plant plant, BatchSheet sheet, Narrator narrator) {
        this.plant = plant;
        this.sheet = sheet;
        this.narrator = narrator;
    }

    void tell() {
        narrator.chapter("Azure says one thing and stores another: a batch of "
                + sheet.rows().size() + " boards");
        var fault = plant.azure().control().addFault(STORE_ENABLED);
        try {
            narrator.step("a batch that DPS has enabled against our word is stopped", () -> stops(fault));
        } finally {
            plant.azure().control().removeFault(fault);
        }
        narrator.step("nothing of the stopped batch leaves the hub", this::handsNothingOver);
    }

    private String stops(String fault) {
        plant.hub().folder().drop(BATCH + ".csv", sheet.text());
        var complete = plant.hub().awaitEnd(BATCH, LIMIT, () -> narrator.glimpse("waiting for the alarm"));
        Claim.holds(
                "DPS stored something else than was sent",
                plant.azure().control().fired(fault) > 0,
                "it did not");
        var statuses = Enrollments.of(plant.azure().control().state()).statuses();
        Claim.holds(
                "at least one board of the batch is enabled in DPS",
                sheet.good().stream().anyMatch(guid -> "enabled".equals(statuses.get(guid))),
                statuses);
        Claim.same("end of the batch", "stopped", complete ? "complete" : "stopped");
        Claim.same("state of the batch", "STOPPED", batchState());
        return "DPS was told to store disabled as enabled; the hub read it back and stopped the batch: " + words();
    }

    private String batchState() {
        return plant.hub().api().batch(BATCH).json().path("state").asText();
    }

    private String words() {
        try {
            return Files.readString(plant.hub().folder().outbox(BATCH).resolve("ALARM.txt"))
                    .strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read ALARM.txt", failure);
        }
    }

    private String handsNothingOver() {
        var outbox = plant.hub().folder().outbox(BATCH);
        Claim.same("identities in " + outbox, 0, Identities.in(outbox).files().size());
        Claim.same("summary.json in " + outbox, false, Files.exists(outbox.resolve("summary.json")));
        Claim.same("programs that have ended", "[]", plant.casualties().toString());
        return "no identity of that batch was handed over, no summary written; hub and gateway go on";
    }
}
