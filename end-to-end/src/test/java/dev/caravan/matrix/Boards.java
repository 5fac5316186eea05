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

    /** A board that DPS has assigned to the stage's hub already. */
    static ObjectNode assigned(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        stage.dps().enroll(Enrollments.certificate(cell.id(), board, stage.hub()));
        stage.dps().register(board, cell.id());
        return show(stage.given(cell), board);
    }

    /** With the code of the service, where the SDK shows it. */
    static void mustBeRefused(Cell cell, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("refused");
        if (cell.judge().showsErrorCodes(cell.transport())) {
            assertThat(seen.path("text").asText()).contains("401002");
        }
        mustHaveCome(cell, "register", stage);
        mustBeNowhere(cell, stage);
    }

    /** The last of these calls came over the cell's transport, and over nothing else that would also work. */
    static void mustHaveCome(Cell cell, String operation, Stage stage) {
        var requests = stage.requests(operation, cell.id());
        assertThat(requests).as(operation).isNotEmpty();
        assertThat(requests.get(requests.size() - 1).path("transport").asText())
                .isEqualTo(cell.transport().recorded());
    }

    static void mustBeAssigned(Cell cell, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("assigned");
        assertThat(seen.path("hub").asText()).isEqualTo(stage.hub());
        assertThat(seen.path("deviceId").asText()).isEqualTo(cell.id());

        mustHaveCome(cell, "register", stage);
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
