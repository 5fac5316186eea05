package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Register as {@code id}, which is enrolled but disabled. Seen: outcome, which must be disabled or refused. */
final class RegisterDisabled implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        stage.dps()
                .enroll(Enrollments.certificate(cell.id(), board, stage.hub()).put("provisioningStatus", "disabled"));
        return Boards.show(stage.given(cell), board);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isIn("disabled", "refused");
        assertThat(stage.control()
                        .registration(cell.id())
                        .orElseThrow()
                        .path("status")
                        .asText())
                .isEqualTo("disabled");
        Boards.mustBeNowhere(cell, stage);
    }
}
