package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Call the method {@code reboot} of {@code id}, whose board is not connected, and do not wait until it is. Seen: outcome,
 * which must be not-found, and text, all that the SDK tells its user.
 */
final class HubMethodAbsent implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("not-found");
        assertThat(seen.path("text").asText()).contains("404103");
    }
}
