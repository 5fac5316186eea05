package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Read the enrollment {@code id}, disable it, write it back. With a stale ETag: read it twice, write the first reading
 * back as it is, then the second one disabled. Without: write a new, disabled enrollment of this id for {@code
 * certificate}.
 *
 * <p>Seen: outcome, which is updated, precondition-failed or conflict.
 */
record Update(String outcome) implements Script {

    static Update expecting(String outcome) {
        return new Update(outcome);
    }

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        stage.dps().enroll(Enrollments.certificate(cell.id(), board, stage.hub()));
        return stage.given(cell).put("certificate", board.certificatePem());
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo(outcome);
        assertThat(stage.control()
                        .enrollment(cell.id())
                        .orElseThrow()
                        .path("provisioningStatus")
                        .asText())
                .isEqualTo(outcome.equals("updated") ? "disabled" : "enabled");
    }
}
