package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Delete the enrollment {@code id}; then read it. Seen: outcome of the reading, which must be not-found. */
final class DeleteIndividual implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        stage.dps().enroll(Enrollments.certificate(cell.id(), Identity.selfSigned(cell.id()), stage.hub()));
        return stage.given(cell);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("not-found");
        assertThat(stage.control().enrollment(cell.id())).isEmpty();
    }
}
