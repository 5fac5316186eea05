package dev.caravan.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Register as {@code id}, which was assigned to another hub before its enrollment was changed. Seen: outcome assigned,
 * hub, deviceId.
 */
final class Reprovision implements Script {

    @Override
    public ObjectNode given(Cell cell, Stage stage) {
        var board = Identity.selfSigned(cell.id());
        stage.dps()
                .enroll(Enrollments.certificate(cell.id(), board, stage.azure().firstHub()));
        stage.dps().register(board, cell.id());
        assertThat(stage.control().device(stage.azure().firstHub(), cell.id())).isPresent();
        stage.dps().enrollAgain(Enrollments.certificate(cell.id(), board, stage.hub()));
        return Boards.show(stage.given(cell), board);
    }

    @Override
    public void check(Cell cell, JsonNode given, JsonNode seen, Stage stage) {
        Boards.mustBeAssigned(cell, seen, stage);
        Boards.mustHaveThumbprint(cell, given, stage);
        assertThat(stage.control().device(stage.azure().firstHub(), cell.id())).isEmpty();
        assertThat(stage.control()
                        .registration(cell.id())
                        .orElseThrow()
                        .path("substatus")
                        .asText())
                .isEqualTo("deviceDataMigrated");
    }
}
