package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect, listen for desired properties, and say ready when the hub has acknowledged that; then a back end changes
 * {@code interval}. Seen: desired, as the change came.
 */
final class DesiredChange implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void ready(Cell cell, JsonNode given, Stage stage) {
        stage.control().changeDesired(stage.hub(), cell.id(), "{\"interval\":60}");
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.at("/desired/interval").asInt()).isEqualTo(60);
    }
}
