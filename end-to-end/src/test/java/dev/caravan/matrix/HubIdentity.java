package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create the identity {@code id} in the registry, with keys that the hub makes; read it, disable it, and read it again.
 * Seen: primaryKey as it was read first, status as it was read then.
 */
final class HubIdentity implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return stage.given(cell);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("status").asText()).isEqualToIgnoringCase("disabled");
        var stored = stage.backEnd().identity(cell.id());
        assertThat(seen.path("primaryKey").asText())
                .isNotEmpty()
                .isEqualTo(stored.at("/authentication/symmetricKey/primaryKey").asText());
        assertThat(stored.path("status").asText()).isEqualTo("disabled");
        assertThat(stage.control().device(stage.hub(), cell.id())).isPresent();
    }
}
