package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Read the registration record of {@code id}, delete it, and read it again. Seen: status, hub and deviceId of the first
 * reading, outcome of the second, which must be not-found.
 */
final class RegistrationRecord implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("status").asText()).isEqualToIgnoringCase("assigned");
        assertThat(seen.path("hub").asText()).isEqualTo(stage.hub());
        assertThat(seen.path("deviceId").asText()).isEqualTo(cell.id());
        assertThat(seen.path("outcome").asText()).isEqualTo("not-found");
        assertThat(stage.control().registration(cell.id())).isEmpty();
    }
}
