package dev.caravan.emulator.dps.allocation;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What a device's enrollment says about its hub.
 *
 * @param device what the hash is made of
 * @param policy by its name in the API; null for the instance's own
 * @param legacyHub the older single field
 * @param hubs those the choice is limited to; empty for all that are linked
 * @param webhook where a custom policy asks; null when the enrollment names none
 */
public record Wish(
        String device,
        @Nullable String policy,
        @Nullable String legacyHub,
        List<String> hubs,
        @Nullable Webhook webhook) {

    /**
     * Who decides a custom policy.
     *
     * @param question everything the webhook is told, but the hubs
     */
    public record Webhook(String url, ObjectNode question) {}

    String policyOr(String usual) {
        return policy == null ? usual : policy;
    }

    Optional<Webhook> hook() {
        return Optional.ofNullable(webhook);
    }
}
