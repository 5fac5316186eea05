package dev.caravan.story;

import java.time.Duration;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Claim;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.plant.Plant;

/** A batch file goes in; disabled enrollments, identities and a report come out. */
final class Enrolling {

    static final String BATCH = "sample";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Plant plant;
    private final BatchSheet sheet;
    private final Narrator narrator;

    Enrolling(Plant plant, BatchSheet sheet, Narrator narrator) {
        this.plant = plant;
        this.sheet = sheet;
        this.narrator = narrator;
    }

    void tell() {
        narrator.chapter("A batch of boards leaves the factory: " + sheet.rows().size() + " rows in sample.csv");
        narrator.step("the batch is worked to its end", this::workBatch);
        narrator.step("DPS holds each good board, disabled, with its own certificate", this::checkEnrollments);
        narrator.step("the report answers each row", this::checkReport);
    }

    private String workBatch() {
        plant.hub().folder().drop(BATCH + ".csv", sheet.text());
        var complete = plant.hub().awaitEnd(BATCH, LIMIT, this::glimpse);
        Claim.same("end of the batch", "complete", complete ? "complete" : "stopped, see outbox/sample/ALARM.txt");
        return "inbox/sample.csv was taken and worked to its end; outbox/sample/summary.json says so";
    }

    private void glimpse() {
        var enrollments = plant.azure().control().summary().path("enrollments");
        narrator.glimpse(
                enrollments.path("disabled").asInt() + " of " + sheet.good().size() + " boards are in DPS");
    }

    private String checkEnrollments() {
        var delivered = Identities.in(plant.hub().folder().outbox(BATCH));
        delivered.mustBeOwnerOnly();
        var state = plant.azure().control().state();
        Enrollments.of(state).mustBeDisabledFor(sheet, delivered);
        Claim.same("registrations in DPS", 0, state.path("registrations").size());
        for (var hub : state.path("hubs")) {
            Claim.same("devices in the IoT Hubs", 0, hub.path("devices").size());
        }
        return sheet.good().size()
                + " boards enrolled, all disabled, thumbprints equal to the delivered certificates; no hub knows them yet";
    }

    private String checkReport() {
        Report.read(plant.hub().folder().outbox(BATCH)).mustAnswer(sheet);
        var bad = sheet.rows().size() - sheet.good().size();
        return "report.csv answers all " + sheet.rows().size() + " rows; the " + bad
                + " bad ones (malformed, duplicate, empty) say why";
    }
}
