package dev.caravan.hub.api;

import java.util.List;
import java.util.Locale;

import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.access.Principal;

/** Who the caller is to the hub. */
public record MeView(
        @Schema(description = "under which limits are counted and decisions are written down", example = "krone-erp")
        String name,

        @Schema(allowableValues = {"factory", "station", "manufacturer", "operator", "auditor"})
        String role,

        @Schema(description = "whose boards a manufacturer sees; empty for every other role", example = "[\"krone\"]")
        List<String> consignees,

        @Schema(
                description = "what the caller came in with",
                allowableValues = {"key", "password", "token"})
        String credential) {

    static MeView of(Principal principal, Credential credential) {
        return new MeView(
                principal.name(),
                principal.role().word(),
                principal.consignees().stream().sorted().toList(),
                credential.name().toLowerCase(Locale.ROOT));
    }
}
