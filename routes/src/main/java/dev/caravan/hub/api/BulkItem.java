package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One board of many, and what is asked for it. */
public record BulkItem(
        @Schema(
                description = "GUID of the board",
                example = "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String guid,

        @Schema(description = "as in the body of activateBoard", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        ActivationRequest activation,

        @Schema(description = "as in the header If-Match of activateBoard", example = "\"4\"") @Nullable
        String ifMatch) {

    String requiredGuid() {
        if (guid == null) {
            throw ApiJson.invalid("field 'guid' is required: the GUID of the board");
        }
        return guid;
    }

    ActivationRequest requiredActivation() {
        if (activation == null) {
            throw ApiJson.invalid("field 'activation' is required: what activateBoard takes as its body");
        }
        return activation;
    }
}
