package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Play both sides: connect as {@code id} over MQTT with what is given, and answer the method {@code reboot} with status
 * 200 and {@code {"accepted":true}}; when the hub has acknowledged that, call it as a back end with {@code {"delay":5}}.
 *
 * <p>Seen: payload as the board got it; status and answer as the back end got them.
 */
final class HubMethod implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.at("/payload/delay").asInt()).isEqualTo(5);
        assertThat(seen.path("status").asInt()).isEqualTo(200);
        assertThat(seen.at("/answer/accepted").asBoolean()).isTrue();
    }
}
