package dev.caravan.enrollment;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * An enrollment as DPS says it is.
 *
 * @param enabled true unless the service says {@code disabled}: an absent status counts as enabled there
 * @param thumbprint SHA-256 of the primary client certificate, upper-case hex; null if there is none
 * @param assignedHub the hub that DPS has assigned, once the board has registered
 */
public record StoredEnrollment(
        boolean enabled,
        @Nullable String thumbprint,
        String etag,
        List<String> iotHubs,
        boolean staticAllocation,
        ObjectNode tags,
        ObjectNode desired,
        @Nullable String assignedHub) {

    /** Whether the enrollment attests this certificate. */
    public boolean attests(String otherThumbprint) {
        return otherThumbprint.equalsIgnoreCase(thumbprint);
    }
}
