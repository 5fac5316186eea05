package dev.caravan.emulator.hub.access;

import java.util.Base64;
import java.util.List;
import java.util.Set;

import dev.caravan.emulator.sas.SasToken;

/**
 * A named right to use a hub, held by whoever has one of its two keys.
 *
 * @param primaryKey base64
 * @param secondaryKey base64
 */
public record AccessPolicy(String name, Set<Permission> permissions, String primaryKey, String secondaryKey) {

    boolean signed(SasToken token) {
        return List.of(primaryKey, secondaryKey).stream()
                .map(Base64.getDecoder()::decode)
                .anyMatch(token::signedWith);
    }

    boolean allows(Permission wanted) {
        return permissions.contains(wanted)
                || wanted == Permission.REGISTRY_READ && permissions.contains(Permission.REGISTRY_WRITE);
    }

    /** Says nothing about the keys. */
    @Override
    public String toString() {
        return name;
    }
}
