package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect and send {@code {"temperature":21.5}} with the property {@code machine} as it is given, message id {@code m-1},
 * content type {@code application/json}, content encoding {@code utf-8}. Seen: outcome sent, when it was acknowledged.
 */
final class SendTelemetry implements Script {

    private static final String MACHINE = "press & sons = 100%";

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return Boards.assigned(cell, stage).put("machine", MACHINE);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("sent");
        var received = stage.control().telemetry(stage.hub(), cell.id());
        assertThat(received).hasSize(1);
        assertThat(received.at("/0/body").asText()).isEqualTo("{\"temperature\":21.5}");
        assertThat(received.at("/0/properties/machine").asText()).isEqualTo(MACHINE);
        var system = received.at("/0/systemProperties");
        assertThat(system.path("messageId").asText()).isEqualTo("m-1");
        assertThat(system.path("contentType").asText()).isEqualTo("application/json");
        assertThat(system.path("contentEncoding").asText()).isEqualTo("utf-8");
        Boards.mustHaveCome(cell, "telemetry", stage);
    }
}
