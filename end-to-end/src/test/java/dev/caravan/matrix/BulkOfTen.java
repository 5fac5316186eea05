package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Create all {@code boards} (id, certificate) disabled in one bulk call; the certificate of one has another name.
 *
 * <p>Seen: successful, and errors as a list of {@code {id}}.
 */
final class BulkOfTen implements Script {

    private static final int BAD = 3;

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var given = stage.given(cell);
        var boards = given.putArray("boards");
        for (var i = 0; i < 10; i++) {
            var id = cell.id() + "-" + i;
            var board = Identity.selfSigned(i == BAD ? "somebody-else" : id);
            boards.addObject().put("id", id).put("certificate", board.certificatePem());
        }
        return given;
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("successful").asBoolean(true)).isFalse();
        assertThat(seen.path("errors")).hasSize(1);
        assertThat(seen.at("/errors/0/id").asText()).isEqualTo(cell.id() + "-" + BAD);

        for (var i = 0; i < 10; i++) {
            var stored = stage.control().enrollment(cell.id() + "-" + i);
            assertThat(stored.isPresent()).as("board " + i).isEqualTo(i != BAD);
            stored.ifPresent(board ->
                    assertThat(board.path("provisioningStatus").asText()).isEqualTo("disabled"));
        }
    }
}
