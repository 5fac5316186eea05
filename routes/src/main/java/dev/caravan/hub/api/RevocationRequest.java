package dev.caravan.hub.api;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import dev.caravan.certificate.RevocationReason;

/** Why a board's certificate is revoked: for relying parties, and for the audit trail. */
public record RevocationRequest(
        @Schema(
                description = "as RFC 5280 names it, for whoever reads the list of revoked certificates",
                allowableValues = {
                    "unspecified",
                    "keyCompromise",
                    "affiliationChanged",
                    "superseded",
                    "cessationOfOperation",
                    "privilegeWithdrawn"
                },
                example = "keyCompromise",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String revocation,

        @Schema(description = Reason.WORDS, example = Reason.EXAMPLE, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason) {

    RevocationReason why() {
        return RevocationReason.of(String.valueOf(revocation))
                .orElseThrow(() -> ApiJson.invalid("'revocation' must be one of "
                        + Arrays.stream(RevocationReason.values())
                                .map(RevocationReason::word)
                                .collect(Collectors.joining(", "))
                        + ", but is " + (revocation == null ? "missing" : "another text")));
    }
}
