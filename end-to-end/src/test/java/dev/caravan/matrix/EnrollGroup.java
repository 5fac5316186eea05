package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create an enabled group {@code id} whose boards are signed by {@code certificate}, static to {@code hub}; then read it.
 *
 * <p>Seen in what was read: enrollmentGroupId, provisioningStatus, thumbprint (SHA-256), hub.
 */
final class EnrollGroup implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var authority = Identity.root(cell.id() + " root");
        return stage.given(cell)
                .put("certificate", authority.certificatePem())
                .put("thumbprint", authority.thumbprint());
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("enrollmentGroupId").asText()).isEqualTo(cell.id());
        assertThat(seen.path("provisioningStatus").asText()).isEqualToIgnoringCase("enabled");
        assertThat(seen.path("thumbprint").asText())
                .isEqualTo(given.path("thumbprint").asText());
        assertThat(seen.path("hub").asText()).isEqualTo(stage.hub());

        var stored = stage.control().enrollmentGroup(cell.id()).orElseThrow();
        assertThat(Enrollments.thumbprint(stored))
                .isEqualTo(given.path("thumbprint").asText());
    }
}
