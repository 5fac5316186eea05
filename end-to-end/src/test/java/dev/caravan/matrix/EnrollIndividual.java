package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create an enrollment {@code id} for {@code certificate}: disabled, static to {@code hub}, tag {@code site=A}, desired
 * {@code interval=30}; then read it.
 *
 * <p>Seen in what was read: registrationId, provisioningStatus, thumbprint (SHA-256), hub, site, interval.
 */
final class EnrollIndividual implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        return stage.given(cell).put("certificate", board.certificatePem()).put("thumbprint", board.thumbprint());
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("registrationId").asText()).isEqualTo(cell.id());
        assertThat(seen.path("provisioningStatus").asText()).isEqualToIgnoringCase("disabled");
        assertThat(seen.path("thumbprint").asText())
                .isEqualTo(given.path("thumbprint").asText());
        assertThat(seen.path("hub").asText()).isEqualTo(stage.hub());
        assertThat(seen.path("site").asText()).isEqualTo("A");
        assertThat(seen.path("interval").asInt()).isEqualTo(30);

        var stored = stage.control().enrollment(cell.id()).orElseThrow();
        assertThat(stored.path("provisioningStatus").asText()).isEqualTo("disabled");
        assertThat(Enrollments.thumbprint(stored))
                .isEqualTo(given.path("thumbprint").asText());
        assertThat(stored.at("/initialTwin/properties/desired/interval").asInt())
                .isEqualTo(30);
    }
}
