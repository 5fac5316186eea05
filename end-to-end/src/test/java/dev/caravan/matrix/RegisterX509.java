package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Register as {@code id} with {@code certificate} and {@code key}. Seen: outcome assigned, hub, deviceId.
 */
final class RegisterX509 implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        stage.dps().enroll(Enrollments.certificate(cell.id(), board, stage.hub()));
        return Boards.show(stage.given(cell), board);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeAssigned(cell, seen, stage);
        Boards.mustHaveThumbprint(cell, given, stage);
    }
}
