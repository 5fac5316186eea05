package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Register as {@code id} with {@code symmetricKey}, or, for a group, with the key that is derived from {@code groupKey}
 * and the id. Seen: outcome assigned, hub, deviceId.
 */
record RegisterByKey(boolean derived) implements Script {

    static RegisterByKey enrolled() {
        return new RegisterByKey(false);
    }

    static RegisterByKey derivedFromGroup() {
        return new RegisterByKey(true);
    }

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        if (!derived) {
            return stage.given(cell).put("symmetricKey", stage.dps().enrollByKey(cell.id(), stage.hub()));
        }
        stage.dps().enrollGroup(Enrollments.symmetricKeyGroup(cell.id(), stage.hub()));
        var keys = stage.dps().attestation("enrollmentGroups", cell.id()).path("symmetricKey");
        return stage.given(cell).put("groupKey", keys.path("primaryKey").asText());
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeAssigned(cell, seen, stage);
    }
}
