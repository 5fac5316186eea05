package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * As a back end, send the message {@code hello} with the property {@code kind=greeting} to {@code id}. Seen: outcome sent,
 * when the hub has accepted it.
 */
final class HubMessage implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("sent");
        var device = stage.control().device(stage.hub(), cell.id()).orElseThrow();
        assertThat(device.path("waitingMessages").asInt()).isEqualTo(1);
        Boards.mustHaveCome(cell, "mailSend", stage);
    }
}
