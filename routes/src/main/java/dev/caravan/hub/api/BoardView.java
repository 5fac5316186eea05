package dev.caravan.hub.api;

import java.time.Instant;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.access.Role;
import dev.caravan.board.Board;

/**
 * A board as the API shows it. Absent fields are left out.
 */
public record BoardView(
        @Schema(example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301")
        String guid,

        @Schema(
                allowableValues = {
                    "ACCEPTED",
                    "AWAITING",
                    "CERTIFIED",
                    "ENROLLED",
                    "ACTIVATED",
                    "REGISTERED",
                    "DEACTIVATING",
                    "DEACTIVATED",
                    "REPLACING",
                    "TAKING_OVER",
                    "REPLACED",
                    "HANDING_OVER",
                    "REVOKING",
                    "REVOKED",
                    "REISSUING",
                    "DECOMMISSIONING",
                    "DECOMMISSIONED",
                    "PARKED"
                })
        String state,

        @Schema(description = "grows with every change; the ETag, for If-Match")
        long version,

        @Schema(description = "the batch whose row the board came with", example = "line-7")
        String batch,

        @Schema(description = "line of that row in the batch file")
        long line,

        @Schema(description = "the machine manufacturer that the board ships to") @Nullable
        String consignee,

        @Nullable String order,
        @Nullable String hardwareRevision,

        @Schema(description = "the batch file's columns that Caravan has no meaning for")
        Map<String, String> attributes,

        @Schema(description = "SHA-256 of the certificate, upper-case hexadecimal") @Nullable
        String thumbprint,

        @Schema(
                description =
                        "the same of the certificate that takes its place once the board was seen with it; only while it"
                                + " is being rolled")
        @Nullable
        String secondThumbprint,

        @Schema(description = "why the board is parked, or what is half done") @Nullable
        String reason,

        @Schema(description = "when DPS was last seen to agree") @Nullable
        Instant verifiedAt,

        @Nullable ActivationView activation,
        @Nullable Instant activatedAt,

        @Schema(description = "the hub that DPS has assigned at registration, as last seen") @Nullable
        String assignedHub,

        Instant updatedAt) {

    /** As somebody of this role sees it. */
    static BoardView of(Board board, Role viewer) {
        return of(viewer == Role.MANUFACTURER ? board.forManufacturer() : board);
    }

    static BoardView of(Board board) {
        var activation = board.activation();
        var second = board.second();
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
                second == null ? null : second.thumbprint(),
                board.reason(),
                board.verifiedAt(),
                activation == null ? null : ActivationView.of(activation),
                board.activatedAt(),
                board.assignedHub(),
                board.updatedAt());
    }
}
