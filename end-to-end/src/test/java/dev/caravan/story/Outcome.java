package dev.caravan.story;

import java.time.Duration;

import dev.caravan.story.evidence.BatchSheet;
import dev.caravan.story.evidence.Enrollments;
import dev.caravan.story.evidence.Identities;
import dev.caravan.story.evidence.Report;
import dev.caravan.story.plant.Hub;

import static org.assertj.core.api.Assertions.assertThat;

/** The end state that a batch of good rows must come to, whatever happened on the way. */
public final class Outcome {

    private Outcome() {}

    /** Also when DPS has other batches. */
    public static void mustBeEnrolled(Hub hub, String batch, BatchSheet sheet, Duration limit) {
        assertThat(hub.awaitEnd(batch, limit, () -> {}))
                .as("complete, not stopped")
                .isTrue();
        Report.read(hub.folder().outbox(batch)).mustAnswer(sheet);
    }

    /** The batch is all that DPS has. */
    public static void mustBeWhole(Scene scene, Hub hub, String batch, BatchSheet sheet, Duration limit) {
        mustBeEnrolled(hub, batch, sheet, limit);
        var delivered = Identities.in(hub.folder().outbox(batch));
        delivered.mustBeOwnerOnly();
        Enrollments.of(scene.azure().control().state()).mustBeDisabledFor(sheet, delivered);
    }
}
