package dev.caravan.hub.api;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whose board it shall be. */
public record ConsigneeRequest(
        @Schema(
                description =
                        "the machine manufacturer that the board ships to, letter by letter as in the batch files",
                example = "krone",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String consignee) {

    private static final int LONGEST = 1024;

    String checked() {
        if (consignee == null
                || consignee.isEmpty()
                || consignee.length() > LONGEST
                || !consignee.equals(consignee.strip())
                || consignee.codePoints().anyMatch(ConsigneeRequest::isUnfit)) {
            throw ApiJson.invalid(
                    "field 'consignee' must be the name of the machine manufacturer as the batch files write"
                            + " it: 1 to " + LONGEST
                            + " characters, no control characters, no blanks around it, but is "
                            + (consignee == null ? "missing" : ApiJson.write(consignee)));
        }
        return consignee;
    }

    private static boolean isUnfit(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
