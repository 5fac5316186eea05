package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Connect and read the twin. Seen: desired and reported, as they came, without tags. */
final class ReadTwin implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.at("/desired/interval").asInt()).isEqualTo(30);
        assertThat(seen.has("reported")).isTrue();
        assertThat(seen.at("/reported/interval").isMissingNode()).isTrue();
        Boards.mustHaveCome(cell, "twinGet", stage);
    }
}
