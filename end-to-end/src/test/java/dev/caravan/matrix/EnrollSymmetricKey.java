package dev.caravan.matrix;

import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create an enrollment, or a group, {@code id} with a symmetric key attestation without keys; then read its attestation
 * mechanism. Seen: primaryKey, secondaryKey, both Base64.
 *
 * @param kind {@code enrollments} or {@code enrollmentGroups}
 */
record EnrollSymmetricKey(String kind) implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        return stage.given(cell);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        var keys = stage.dps().attestation(kind, cell.id()).path("symmetricKey");
        for (var name : new String[] {"primaryKey", "secondaryKey"}) {
            var key = seen.path(name).asText();
            assertThat(Base64.getDecoder().decode(key)).as(name).hasSizeBetween(16, 64);
            assertThat(key).isEqualTo(keys.path(name).asText());
        }
        assertThat(seen.path("primaryKey")).isNotEqualTo(seen.path("secondaryKey"));
    }
}
