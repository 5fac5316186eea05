package dev.caravan.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.board.BoardGuid;

/**
 * A board's identity in a hub's registry, as it was read.
 *
 * @param enabled whether the hub lets the board in
 * @param whole all that the hub says of it, so that a write changes nothing else
 */
public record HubIdentity(BoardGuid guid, boolean enabled, String etag, ObjectNode whole) {

    /** Whether the hub lets in who has this certificate: DPS puts it there when the board registers. @param thumbprint SHA-256 */
    public boolean accepts(String thumbprint) {
        var known = whole.path("authentication").path("x509Thumbprint");
        return known.path("primaryThumbprint").asText().equalsIgnoreCase(thumbprint);
    }

    static HubIdentity of(BoardGuid guid, ObjectNode whole) {
        var enabled = !"disabled".equalsIgnoreCase(whole.path("status").asText());
        return new HubIdentity(guid, enabled, whole.path("etag").asText(), whole);
    }
}
