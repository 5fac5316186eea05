package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Connect and report {@code {"firmware":"1.0"}}. Seen: outcome updated, when the hub has acknowledged it. */
final class ReportProperties implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("updated");
        var twin = stage.control().device(stage.hub(), cell.id()).orElseThrow().path("twin");
        assertThat(twin.at("/properties/reported/firmware").asText()).isEqualTo("1.0");
        assertThat(twin.at("/properties/desired/interval").asInt()).isEqualTo(30);
        Boards.mustHaveCome(cell, "twinPatch", stage);
    }
}
