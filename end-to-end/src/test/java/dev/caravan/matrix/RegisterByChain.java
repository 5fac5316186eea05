package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Register as {@code id} with {@code chain} (board, intermediate, root) and {@code key}; only the root is enrolled, as a
 * group. Seen: outcome assigned, hub, deviceId.
 */
final class RegisterByChain implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var root = Identity.root(cell.id() + " root");
        stage.dps().enrollGroup(Enrollments.certificateGroup(cell.id(), root, stage.hub()));
        var board = root.intermediate(cell.id() + " intermediate").board(cell.id());
        return Boards.show(stage.given(cell), board);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeAssigned(cell, seen, stage);
        Boards.mustHaveThumbprint(cell, given, stage);
    }
}
