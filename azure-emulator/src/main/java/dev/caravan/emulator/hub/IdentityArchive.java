package dev.caravan.emulator.hub;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.hub.Authentication.Authority;
import dev.caravan.emulator.hub.Authentication.Sas;
import dev.caravan.emulator.hub.Authentication.SelfSigned;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** An identity as a snapshot keeps it, with its keys. */
final class IdentityArchive {

    private IdentityArchive() {}

    static ObjectNode write(Identity identity) {
        var archived = Json.object()
                .put("deviceId", identity.deviceId())
                .put("generationId", identity.generationId())
                .put("etag", identity.etag())
                .put("enabled", identity.enabled())
                .put("statusReason", identity.statusReason())
                .put(
                        "statusSince",
                        Optional.ofNullable(identity.statusSince())
                                .map(Object::toString)
                                .orElse(null))
                .put("iotEdge", identity.iotEdge());
        archived.set("authentication", write(identity.authentication()));
        return archived;
    }

    private static ObjectNode write(Authentication authentication) {
        var archived = Json.object().put("type", authentication.type());
        if (authentication instanceof SelfSigned known) {
            archived.put("primary", known.primary()).put("secondary", known.secondary());
        } else if (authentication instanceof Sas keys) {
            archived.put("primary", keys.primary()).put("secondary", keys.secondary());
        }
        return archived;
    }

    static Identity read(Item item) {
        return new Identity(
                item.text("deviceId"),
                item.text("generationId"),
                item.text("etag"),
                authentication(item.item("authentication")),
                item.flag("enabled"),
                item.maybeText("statusReason"),
                item.maybeTime("statusSince"),
                item.flag("iotEdge"));
    }

    private static Authentication authentication(Item item) {
        return switch (item.text("type")) {
            case "selfSigned" -> new SelfSigned(item.maybeText("primary"), item.maybeText("secondary"));
            case "sas" -> new Sas(item.text("primary"), item.text("secondary"));
            case "certificateAuthority" -> new Authority();
            default -> throw new IllegalArgumentException("authentication.type is unknown");
        };
    }
}
