package dev.caravan.matrix;

import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ask the hub for the twins of {@code query} in pages of {@code pageSize}. Seen: ids, the device ids in any order, each as
 * often as it came.
 */
final class HubQuery implements Script {

    private static final int BOARDS = 12;
    private static final int PAGE = 5;

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        ids(cell).forEach(id -> assign(id, cell, stage));
        return stage.given(cell)
                .put("query", "SELECT * FROM devices WHERE tags.batch = '" + cell.id() + "'")
                .put("pageSize", PAGE);
    }

    private static void assign(String id, Cell cell, Stage stage) {
        var board = Identity.selfSigned(id);
        var enrollment = Enrollments.certificate(id, board, stage.hub());
        enrollment.withObject("/initialTwin/tags").put("batch", cell.id());
        stage.dps().enroll(enrollment);
        stage.dps().register(board, id);
    }

    private static List<String> ids(Cell cell) {
        return IntStream.range(0, BOARDS).mapToObj(i -> cell.id() + "-" + i).toList();
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("ids")).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(ids(cell));
    }
}
