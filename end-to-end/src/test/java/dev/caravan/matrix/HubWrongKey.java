package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Read the identity {@code id} with the given {@code hubConnectionString}, whose key is wrong. Seen: outcome, which must be
 * unauthorized.
 */
final class HubWrongKey implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage)
                .put(
                        "hubConnectionString",
                        AzureRest.withWrongKey(stage.backEnd().connectionString()));
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("unauthorized");
    }
}
