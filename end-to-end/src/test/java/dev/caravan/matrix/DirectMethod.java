package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect, listen for methods, and say ready when the hub has acknowledged that; then a back end calls {@code reboot}
 * with {@code {"delay":5}}. Answer with status 200 and {@code {"accepted":true}}. Seen: method, payload.
 */
final class DirectMethod implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void ready(Cell cell, JsonNode given, Stage stage) {
        var payload = AzureRest.JSON.createObjectNode().put("delay", 5);
        stage.remember(cell, stage.backEnd().invoke(cell.id(), "reboot", payload));
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("method").asText()).isEqualTo("reboot");
        assertThat(seen.at("/payload/delay").asInt()).isEqualTo(5);
        var answer = stage.remembered(cell);
        assertThat(answer.path("status").asInt()).isEqualTo(200);
        assertThat(answer.at("/payload/accepted").asBoolean()).isTrue();
    }
}
