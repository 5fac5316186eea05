package dev.caravan.matrix;

import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create an enrollment {@code id} with a symmetric key attestation without keys; then read its attestation mechanism.
 *
 * <p>Seen: primaryKey, secondaryKey, both Base64.
 */
final class EnrollSymmetricKey implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return stage.given(cell);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        var keys = stage.dps().attestation("enrollments", cell.id()).path("symmetricKey");
        for (var name : new String[] {"primaryKey", "secondaryKey"}) {
            var key = seen.path(name).asText();
            assertThat(Base64.getDecoder().decode(key)).as(name).hasSizeBetween(16, 64);
            assertThat(key).isEqualTo(keys.path(name).asText());
        }
        assertThat(stage.control().enrollment(cell.id())).isPresent();
    }
}
