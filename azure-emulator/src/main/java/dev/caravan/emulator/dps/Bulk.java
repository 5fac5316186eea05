package dev.caravan.emulator.dps;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;

/**
 * A bulk operation. The whole call is refused (400) for its shape: mode, number of items, ids missing or twice (all
 * inferred). Otherwise each item stands for itself, and the call is 200 even when all fail (seen).
 */
final class Bulk {

    /** The documented maximum. */
    private static final int MOST = 10;

    private final Enrollments enrollments;

    Bulk(Enrollments enrollments) {
        this.enrollments = enrollments;
    }

    ObjectNode run(ObjectNode body, Tampering tampering) {
        var mode = modeOf(body);
        var errors = Json.array();
        for (var item : itemsOf(body)) {
            try {
                run(mode, item, tampering);
            } catch (DpsError failed) {
                errors.add(Json.object()
                        .put("registrationId", item.path("registrationId").asText())
                        .put("errorCode", failed.code())
                        .put("errorStatus", failed.text()));
            }
        }
        var answer = Json.object();
        answer.set("errors", errors);
        return answer.put("isSuccessful", errors.isEmpty());
    }

    /** The ids a body names, for faults and history; whatever its shape. */
    static List<String> idsIn(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path("enrollments")
                .forEach(item -> ids.add(item.path("registrationId").asText()));
        return List.copyOf(ids);
    }

    private enum Mode {
        CREATE,
        UPDATE,
        DELETE
    }

    /** Whether the two update modes differ on a stale etag is not known; here they do not (stricter). */
    private static Mode modeOf(ObjectNode body) {
        return switch (body.path("mode").asText()) {
            case "create" -> Mode.CREATE;
            case "update", "updateIfMatchETag", "updateIfMatchEtag" -> Mode.UPDATE;
            case "delete" -> Mode.DELETE;
            default -> throw DpsError.invalid("mode must be create, update, updateIfMatchETag or delete.");
        };
    }

    private static List<ObjectNode> itemsOf(ObjectNode body) {
        var sent = body.path("enrollments");
        if (!sent.isArray() || sent.isEmpty() || sent.size() > MOST) {
            throw DpsError.invalid("enrollments must be a list of 1 to " + MOST + " items.");
        }
        List<ObjectNode> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (var item : sent) {
            if (!(item instanceof ObjectNode enrollment)
                    || !item.path("registrationId").isTextual()) {
                throw DpsError.invalid("Each enrollment must be an object with a registrationId.");
            }
            if (!ids.add(RegistrationIds.key(item.path("registrationId").asText()))) {
                throw DpsError.invalid("A registrationId may occur only once in a bulk operation.");
            }
            items.add(enrollment);
        }
        return items;
    }

    private void run(Mode mode, ObjectNode item, Tampering tampering) {
        var id = item.path("registrationId").asText();
        var condition = IfMatch.of(Optional.ofNullable(item.path("etag").textValue()));
        switch (mode) {
            case CREATE -> enrollments.write(id, item, condition, Enrollments.Rule.CREATE, tampering);
            case UPDATE -> enrollments.write(id, item, condition, Enrollments.Rule.UPDATE, tampering);
            case DELETE -> enrollments.delete(id, condition);
        }
    }
}
