package dev.caravan.enrollment;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;

/**
 * An enrollment as DPS says it is.
 *
 * @param enabled true unless the service says {@code disabled}: an absent status counts as enabled there
 * @param thumbprint SHA-256 of the primary client certificate, upper-case hex; null if there is none
 * @param secondThumbprint the same of the secondary one
 * @param assignedHub the hub that DPS has assigned, once the board has registered
 */
public record StoredEnrollment(
        boolean enabled,
        @Nullable String thumbprint,
        @Nullable String secondThumbprint,
        String etag,
        List<String> iotHubs,
        boolean staticAllocation,
        ObjectNode tags,
        ObjectNode desired,
        @Nullable String assignedHub) {

    /** With one certificate. */
    public StoredEnrollment(
            boolean enabled,
            @Nullable String thumbprint,
            String etag,
            List<String> iotHubs,
            boolean staticAllocation,
            ObjectNode tags,
            ObjectNode desired,
            @Nullable String assignedHub) {
        this(enabled, thumbprint, null, etag, iotHubs, staticAllocation, tags, desired, assignedHub);
    }

    /** Whether the enrollment is the board's: by its certificate, or by the one that is about to take its place. */
    public boolean attests(Board board) {
        return isKnown(board, thumbprint);
    }

    /** Whether it accepts, in its secondary slot, a certificate that the ledger does not know as the board's. */
    public boolean acceptsAnother(Board board) {
        return secondThumbprint != null && !isKnown(board, secondThumbprint);
    }

    /** Whether it accepts two certificates. One alone may stand in both slots. */
    public boolean isRolled() {
        return secondThumbprint != null && !secondThumbprint.equalsIgnoreCase(thumbprint);
    }

    private static boolean isKnown(Board board, @Nullable String thumbprint) {
        var second = board.second();
        return thumbprint != null
                && (thumbprint.equalsIgnoreCase(board.thumbprint())
                        || second != null && thumbprint.equalsIgnoreCase(second.thumbprint()));
    }

    /** Whether it accepts exactly the certificates that the board has. One alone may stand in both slots. */
    public boolean isAttestedAs(Board board) {
        var second = board.second();
        return attests(board.requireThumbprint())
                && (second == null
                        ? secondThumbprint == null || secondThumbprint.equalsIgnoreCase(thumbprint)
                        : second.thumbprint().equalsIgnoreCase(secondThumbprint));
    }

    /** Whether the enrollment attests this certificate. */
    public boolean attests(String otherThumbprint) {
        return otherThumbprint.equalsIgnoreCase(thumbprint);
    }
}
