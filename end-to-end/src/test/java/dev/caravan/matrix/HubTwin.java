package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Read the twin of {@code id}, and with its ETag set the tag {@code site} to B and the desired property {@code interval}
 * to 60. With a stale ETag: do so, and then, with the ETag that was read first, set {@code site} to C.
 *
 * <p>Seen: site and interval as they were read; outcome of the last change, updated or precondition-failed.
 */
record HubTwin(String outcome) implements Script {

    static HubTwin withRightEtag() {
        return new HubTwin("updated");
    }

    static HubTwin withStaleEtag() {
        return new HubTwin("precondition-failed");
    }

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("site").asText()).isEqualTo("A");
        assertThat(seen.path("interval").asInt()).isEqualTo(30);
        assertThat(seen.path("outcome").asText()).isEqualTo(outcome);

        var twin = stage.control().device(stage.hub(), cell.id()).orElseThrow().path("twin");
        assertThat(twin.at("/tags/site").asText()).isEqualTo("B");
        assertThat(twin.at("/properties/desired/interval").asInt()).isEqualTo(60);
    }
}
