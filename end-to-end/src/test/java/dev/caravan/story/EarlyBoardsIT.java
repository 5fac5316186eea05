package dev.caravan.story;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/** Nobody waits for the last row of a long file. */
@Tag("full")
class EarlyBoardsIT {

    private static final int ROWS = 300_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void firstBoardsAreEnrolledWhileLaterRowsAreStillBeingRead() throws Exception {
        var sheet = Sheets.random(ROWS, 41);
        try (var scene = Scene.open(EarlyBoardsIT.class);
                var hub = scene.startHub(scene.prepareHub("hub"), Patient.SETTINGS)) {
            hub.folder().drop("long.csv", sheet.text());

            var batch = Eventually.find("an enrolled board", LIMIT, () -> Optional.of(
                            hub.api().batch("long").json())
                    .filter(seen -> seen.at("/counts/enrolled").asLong() > 0));

            assertThat(batch.path("state").asText()).as(batch.toString()).isEqualTo("READING");
            assertThat(batch.path("rows").asInt()).isEqualTo(ROWS);
            hub.program().kill();
        }
    }
}
