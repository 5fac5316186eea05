package dev.caravan.hub.api;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.ledger.Subscription.Signature;

/** What the caller asks for. */
public record SubscriptionRequest(
        @Schema(
                description =
                        "where events are posted to; https, at a public address unless the hub's operator allows others",
                example = "https://erp.example/caravan-events",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String url,

        @Schema(description = "types of events; all if absent", example = "[\"board.enrolled\",\"board.registered\"]")
        @Nullable
        List<String> types,

        @Schema(
                description =
                        "only events of boards that ship to this one, and none of batches; of all boards if absent",
                example = "acme")
        @Nullable
        String consignee,

        @Schema(
                description =
                        "hmac (a secret that you share with the hub, if absent) or ed25519 (the hub's own key, and"
                                + " a public one for you)",
                example = "hmac")
        @Nullable
        String signature) {

    private static final int MOST_TYPES = 20;
    private static final int LONGEST_CONSIGNEE = 200;
    private static final Pattern TYPE = Pattern.compile("[a-z]{1,40}(\\.[a-z-]{1,40})?");

    String requiredUrl() {
        if (url == null || url.isBlank()) {
            throw ApiJson.invalid("field 'url' is required: where events are posted to");
        }
        return url;
    }

    Set<String> wantedTypes() {
        var wanted = types == null ? List.<String>of() : types;
        if (wanted.size() > MOST_TYPES) {
            throw ApiJson.invalid("field 'types' must have at most " + MOST_TYPES + " entries, but has " + wanted.size()
                    + "; leave it out for all");
        }
        for (var type : wanted) {
            if (type == null || !TYPE.matcher(type).matches()) {
                throw ApiJson.invalid(
                        "field 'types' must hold types of events such as board.enrolled, but holds '" + type + "'");
            }
        }
        return Set.copyOf(wanted);
    }

    Signature wantedSignature() {
        if (signature == null || signature.equals("hmac")) {
            return Signature.HMAC;
        }
        if (signature.equals("ed25519")) {
            return Signature.ED25519;
        }
        throw ApiJson.invalid("field 'signature' must be hmac or ed25519, but is '" + signature + "'");
    }

    @Nullable
    String wantedConsignee() {
        if (consignee != null && (consignee.isBlank() || consignee.length() > LONGEST_CONSIGNEE)) {
            throw ApiJson.invalid("field 'consignee' must have 1 to " + LONGEST_CONSIGNEE
                    + " characters; leave it out for the boards of all");
        }
        return consignee;
    }
}
