package dev.caravan.matrix;

import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Register as {@code id} with {@code symmetricKey}, which is not the enrolled one. Seen: as of other refusals. */
final class RegisterWrongKey implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        stage.dps().enrollByKey(cell.id(), stage.hub());
        return stage.given(cell).put("symmetricKey", Base64.getEncoder().encodeToString(new byte[64]));
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeRefused(cell, seen, stage);
    }
}
