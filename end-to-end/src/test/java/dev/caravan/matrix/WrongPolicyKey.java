package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Delete the enrollment {@code id} with the given {@code dpsConnectionString}, whose key is wrong. Seen: outcome, which
 * must be unauthorized.
 */
final class WrongPolicyKey implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        stage.dps().enroll(Enrollments.certificate(cell.id(), Identity.selfSigned(cell.id()), stage.hub()));
        return stage.given(cell)
                .put("dpsConnectionString", AzureRest.withWrongKey(stage.dps().connectionString()));
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("outcome").asText()).isEqualTo("unauthorized");
        assertThat(stage.control().enrollment(cell.id())).isPresent();
    }
}
