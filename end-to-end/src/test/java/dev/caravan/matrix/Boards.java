package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What registrations have in common. */
final class Boards {

    private Boards() {}

    /** Adds certificate, chain (with the certificate), key and thumbprint. */
    static ObjectNode show(ObjectNode given, Identity board) {
        return given.put("certificate", board.certificatePem())
                .put("chain", board.chainPem())
                .put("key", board.keyPem())
                .put("thumbprint", board.thumbprint());
    }

    static void mustBeAssigned(Cell cell, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("assigned");
        assertThat(seen.path("hub").asText()).isEqualTo(stage.hub());
        assertThat(seen.path("deviceId").asText()).isEqualTo(cell.id());

        var registration = stage.control().registration(cell.id()).orElseThrow();
        assertThat(registration.path("status").asText()).isEqualTo("assigned");
        assertThat(registration.path("assignedHub").asText()).isEqualTo(stage.hub());
        var device = stage.control().device(stage.hub(), cell.id()).orElseThrow();
        assertThat(device.at("/twin/tags/site").asText()).isEqualTo("A");
        assertThat(device.at("/twin/properties/desired/interval").asInt()).isEqualTo(30);
    }

    static void mustHaveThumbprint(Cell cell, JsonNode given, Stage stage) {
        var device = stage.control().device(stage.hub(), cell.id()).orElseThrow();
        assertThat(device.path("primaryThumbprint").asText())
                .isEqualTo(given.path("thumbprint").asText());
    }

    static void mustBeNowhere(Cell cell, Stage stage) {
        stage.azure().endpoints().hubs().forEach(hub -> assertThat(
                        stage.control().device(hub, cell.id()))
                .as(hub)
                .isEmpty());
    }
}
