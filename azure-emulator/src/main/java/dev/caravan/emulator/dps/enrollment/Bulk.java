package dev.caravan.emulator.dps.enrollment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;

/**
 * A bulk operation. The whole call is refused (400) for its shape: mode, number of items, ids missing or twice (all
 * inferred). Otherwise each item stands for itself, and the call is 200 even when all fail (seen).
 */
public final class Bulk {

    /** The documented maximum. */
    private static final int MOST = 10;

    private final Enrollments enrollments;
    private final Kind kind;

    /** For the same kind of enrollments. */
    public Bulk(Enrollments enrollments) {
        this.enrollments = enrollments;
        this.kind = enrollments.kind();
    }

    /** The answer's body. */
    public ObjectNode run(ObjectNode body, Tampering tampering) {
        var mode = modeOf(body);
        var errors = Json.array();
        var position = 0;
        for (var item : itemsOf(body)) {
            try {
                failIfWanted(item, position++, tampering);
                run(mode, item, tampering);
            } catch (DpsError failed) {
                errors.add(Json.object()
                        .put(kind.idField(), kind.idIn(item))
                        .put("errorCode", failed.code())
                        .put("errorStatus", failed.text()));
            }
        }
        var answer = Json.object();
        answer.set("errors", errors);
        return answer.put("isSuccessful", errors.isEmpty());
    }

    private void failIfWanted(ObjectNode item, int position, Tampering tampering) {
        tampering.failureOf(kind.idIn(item), position).ifPresent(failure -> {
            throw DpsError.of(200, failure.errorCode(), failure.errorStatus());
        });
    }

    /** The ids a body names, for faults and history; whatever its shape. */
    public List<String> idsIn(JsonNode body) {
        List<String> ids = new ArrayList<>();
        body.path(kind.plural()).forEach(item -> ids.add(kind.idIn(item)));
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

    private List<ObjectNode> itemsOf(ObjectNode body) {
        var sent = body.path(kind.plural());
        if (!sent.isArray() || sent.isEmpty() || sent.size() > MOST) {
            throw DpsError.invalid(kind.plural() + " must be a list of 1 to " + MOST + " items.");
        }
        List<ObjectNode> items = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (var item : sent) {
            if (!(item instanceof ObjectNode enrollment)
                    || !item.path(kind.idField()).isTextual()) {
                throw DpsError.invalid("Each enrollment must be an object with its " + kind.idField() + ".");
            }
            if (!ids.add(Identifiers.key(kind.idIn(item)))) {
                throw DpsError.invalid("An id may occur only once in a bulk operation.");
            }
            items.add(enrollment);
        }
        return items;
    }

    private void run(Mode mode, ObjectNode item, Tampering tampering) {
        var id = kind.idIn(item);
        var condition = IfMatch.of(Optional.ofNullable(item.path("etag").textValue()));
        switch (mode) {
            case CREATE -> enrollments.write(id, item, condition, Enrollments.Rule.CREATE, tampering);
            case UPDATE -> enrollments.write(id, item, condition, Enrollments.Rule.UPDATE, tampering);
            case DELETE -> enrollments.delete(id, condition);
        }
    }
}
