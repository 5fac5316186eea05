package dev.caravan.matrix;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.story.process.Eventually;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect, wait for a message from the cloud, which lies there already, and complete it. Seen: body, and kind, which is a
 * property of the message.
 */
final class ReceiveMessage implements Script {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var given = Boards.assigned(cell, stage);
        stage.control().message(stage.hub(), cell.id(), "kind=greeting", "hello " + cell.id());
        return given;
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("body").asText()).isEqualTo("hello " + cell.id());
        assertThat(seen.path("kind").asText()).isEqualTo("greeting");
        Eventually.holds(
                "the message to be completed",
                SOON,
                () -> stage.control()
                                .device(stage.hub(), cell.id())
                                .orElseThrow()
                                .path("waitingMessages")
                                .asInt(-1)
                        == 0);
    }
}
