package dev.caravan.emulator.dps;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.wire.http.Answer;

/** {@code POST /enrollments/query}: everything, page by page; WHERE is not supported (documented). */
final class EnrollmentQuery {

    /** Seen: 150 enrollments came as 100 and 50. */
    private static final int USUAL_PAGE = 100;

    /** Larger pages are cut to this (stricter: the real maximum is not known). */
    private static final int LARGEST_PAGE = 1000;

    private static final Pattern ALL =
            Pattern.compile("\\s*select\\s+\\*(\\s+from\\s+enrollments)?\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

    private final EnrollmentStore store;

    EnrollmentQuery(EnrollmentStore store) {
        this.store = store;
    }

    Answer run(ObjectNode body, Optional<String> itemCount, Optional<String> continuation) {
        if (!ALL.matcher(body.path("query").asText()).matches()) {
            throw DpsError.invalid("The query must be SELECT * or SELECT * FROM enrollments.");
        }
        var size = Math.min(itemCount.map(EnrollmentQuery::sizeOf).orElse(USUAL_PAGE), LARGEST_PAGE);
        var found = store.page(continuation.map(EnrollmentQuery::positionIn).orElse(-1L), size + 1);
        var page = found.subList(0, Math.min(size, found.size()));
        var items = Json.array();
        page.forEach(enrollment -> items.add(enrollment.show(null)));
        var answer =
                Answer.json(200, items).with("x-ms-item-type", "Enrollment").with("X-Content-Type-Options", "nosniff");
        return found.size() > size
                ? answer.with(
                        "x-ms-continuation", tokenOf(page.get(page.size() - 1).position()))
                : answer;
    }

    private static int sizeOf(String text) {
        try {
            var size = Integer.parseInt(text.trim());
            if (size > 0) {
                return size;
            }
        } catch (NumberFormatException notANumber) {
            throw DpsError.invalid("x-ms-max-item-count must be a positive number.");
        }
        throw DpsError.invalid("x-ms-max-item-count must be a positive number.");
    }

    /** Base64 of a token array, as opaque to clients as the real one. */
    private static String tokenOf(long position) {
        var token = Json.array().add(Json.object().put("token", "+RID:~" + position));
        return Base64.getEncoder().encodeToString(Json.bytes(token));
    }

    private static long positionIn(String continuation) {
        try {
            var token = Json.read(Base64.getDecoder().decode(continuation.getBytes(StandardCharsets.ISO_8859_1)))
                    .map(array -> array.path(0).path("token"))
                    .map(JsonNode::asText)
                    .orElse("");
            return Long.parseLong(token.substring(token.indexOf('~') + 1));
        } catch (IllegalArgumentException broken) {
            throw DpsError.invalid("The continuation is invalid.");
        }
    }
}
