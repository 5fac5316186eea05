package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Query the registration records of the group {@code id}. Seen: ids, the registration ids in any order. */
final class GroupRecords implements Script {

    private static final int BOARDS = 3;

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var root = Identity.root(cell.id() + " root");
        stage.dps().enrollGroup(Enrollments.certificateGroup(cell.id(), root, stage.hub()));
        for (var i = 0; i < BOARDS; i++) {
            var id = cell.id() + "-" + i;
            stage.dps().register(root.board(id), id);
        }
        return stage.given(cell);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        assertThat(seen.path("ids"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(cell.id() + "-0", cell.id() + "-1", cell.id() + "-2");
    }
}
