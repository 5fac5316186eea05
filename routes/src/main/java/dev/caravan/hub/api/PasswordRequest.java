package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The password that somebody has chosen. */
public record PasswordRequest(
        @Schema(
                description = "12 to 128 characters, without the user's name",
                example = "three wet camels in a row",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String password) {

    String required() {
        if (password == null) {
            throw ApiJson.invalid("field 'password' is required: the new password");
        }
        return password;
    }

    /** Nobody prints it by mistake. */
    @Override
    public String toString() {
        return "PasswordRequest[…]";
    }
}
