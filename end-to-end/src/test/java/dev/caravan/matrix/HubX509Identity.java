package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create the identity {@code id} in the registry, by {@code thumbprint} as primary and secondary; then read it. Seen:
 * thumbprint, the primary one.
 */
final class HubX509Identity implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return stage.given(cell)
                .put("thumbprint", Identity.selfSigned(cell.id()).thumbprint());
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("thumbprint").asText())
                .isEqualTo(given.path("thumbprint").asText());
        Boards.mustHaveThumbprint(cell, given, stage);
    }
}
