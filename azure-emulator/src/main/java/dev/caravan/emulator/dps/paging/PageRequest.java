package dev.caravan.emulator.dps.paging;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Call;

/**
 * Which part of what a query finds is wanted.
 *
 * @param behind the position of the last item already seen
 */
public record PageRequest(long behind, int size) {

    static final String TOKEN = "+RID:~";

    /** Seen: 150 enrollments came as 100 and 50. */
    private static final int USUAL_SIZE = 100;

    /** Larger pages are cut to this (stricter: the real maximum is not known). */
    private static final int LARGEST_SIZE = 1000;

    /** What the headers of a query ask for; 400 when they make no sense. */
    public static PageRequest of(Call call) {
        return new PageRequest(
                call.header("x-ms-continuation").map(PageRequest::positionIn).orElse(Shelf.START),
                call.header("x-ms-max-item-count").map(PageRequest::sizeIn).orElse(USUAL_SIZE));
    }

    private static int sizeIn(String text) {
        return number(text.trim())
                .filter(size -> size > 0)
                .map(size -> (int) Math.min(size, LARGEST_SIZE))
                .orElseThrow(() -> DpsError.invalid("x-ms-max-item-count must be a positive number."));
    }

    private static long positionIn(String continuation) {
        return decoded(continuation)
                .flatMap(Json::read)
                .map(array -> array.path(0).path("token"))
                .map(JsonNode::asText)
                .filter(token -> token.startsWith(TOKEN))
                .flatMap(token -> number(token.substring(TOKEN.length())))
                .filter(position -> position >= 0)
                .orElseThrow(() -> DpsError.invalid("The continuation is invalid."));
    }

    private static Optional<byte[]> decoded(String continuation) {
        try {
            return Optional.of(Base64.getDecoder().decode(continuation.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
