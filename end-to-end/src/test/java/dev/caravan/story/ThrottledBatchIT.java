package dev.caravan.story;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("full")
class ThrottledBatchIT {

    private static final int ROWS = 900;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void everyThirdCallRefusedStillEndsWithEachBoardEnrolledOnce() throws Exception {
        var sheet = Sheets.random(ROWS, 7);
        try (var scene = Scene.open(ThrottledBatchIT.class);
                var hub = scene.startHub(scene.prepareHub("hub"), Patient.SETTINGS)) {
            var fault = scene.azure().control().addFault("""
                    {"operation": ["bulkEnrollments", "getEnrollment", "putEnrollment", "queryEnrollments"], "every": 3,
                     "action": {"type": "alternate", "statuses": [429, 503]}}""");

            hub.folder().drop("throttled.csv", sheet.text());

            Outcome.mustBeWhole(scene, hub, "throttled", sheet, LIMIT);
            assertThat(scene.azure().control().fired(fault)).isGreaterThan(ROWS / 10 / 3);
        }
    }
}
