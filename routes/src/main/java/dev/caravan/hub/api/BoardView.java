package dev.caravan.hub.api;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;

/**
 * A board as the API shows it. Absent fields are left out.
 *
 * @param version the ETag, for If-Match
 */
public record BoardView(
        String guid,
        String state,
        long version,
        String batch,
        long line,
        @Nullable String consignee,
        @Nullable String order,
        @Nullable String hardwareRevision,
        Map<String, String> attributes,
        @Nullable String thumbprint,
        @Nullable String reason,
        @Nullable Instant verifiedAt,
        @Nullable Activation activation,
        @Nullable Instant activatedAt,
        @Nullable String assignedHub,
        Instant updatedAt) {

    static BoardView of(Board board) {
        return new BoardView(
                board.guid().value(),
                board.state().name(),
                board.version(),
                board.batch(),
                board.line(),
                board.consignee(),
                board.order(),
                board.hardwareRevision(),
                board.attributes(),
                board.thumbprint(),
                board.reason(),
                board.verifiedAt(),
                board.activation(),
                board.activatedAt(),
                board.assignedHub(),
                board.updatedAt());
    }
}
