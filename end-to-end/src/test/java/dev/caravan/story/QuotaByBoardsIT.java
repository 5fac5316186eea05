package dev.caravan.story;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A DPS that counts a bulk call of ten boards as ten: counted as one, it would meet a refusal nearly each time. */
@Tag("full")
class QuotaByBoardsIT {

    private static final int ROWS = 400;
    private static final int PER_MINUTE = 6_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void bulkCallsKeepToTheQuotaWhereTheHubIsToldHowTheyCount() throws Exception {
        var sheet = Sheets.random(ROWS, 9);
        try (var scene = Scene.open(QuotaByBoardsIT.class);
                var hub = scene.startHub(
                        scene.prepareHub("hub"),
                        "--caravan.dps.read-back=sample",
                        "--caravan.dps.operations-per-minute=" + PER_MINUTE,
                        "--caravan.dps.bulk-counts-as=items")) {
            scene.azure().control().quota("""
                    {"bulk": "item", "limits": {"serviceOperations": {"amount": %d, "seconds": 60, "burst": 100, "queue": 0}}}""".formatted(PER_MINUTE));

            hub.folder().drop("counted.csv", sheet.text());

            Outcome.mustBeEnrolled(hub, "counted", sheet, LIMIT);
            for (var operation : List.of("bulkEnrollments", "getEnrollment")) {
                assertThat(scene.azure().control().requests(operation))
                        .as(operation)
                        .isNotEmpty()
                        .allSatisfy(
                                call -> assertThat(call.path("status").asInt()).isNotEqualTo(429));
            }
        }
    }
}
