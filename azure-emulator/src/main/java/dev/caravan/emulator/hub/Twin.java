package dev.caravan.emulator.hub;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/** A device's twin. Versions start at 1 and grow by one with every write. Guarded by its own monitor. */
final class Twin {

    private static final String VERSION = "$version";

    private final ObjectNode tags;
    private final ObjectNode desired;
    private final ObjectNode reported = Json.object();
    private int desiredVersion = 1;
    private int reportedVersion = 1;

    private Twin(ObjectNode tags, ObjectNode desired) {
        this.tags = tags;
        this.desired = desired;
    }

    /** From an enrollment's {@code initialTwin}, which may be missing. */
    static Twin from(JsonNode initial) {
        return new Twin(
                objectOf(initial.path("tags")),
                objectOf(initial.path("properties").path("desired")));
    }

    private static ObjectNode objectOf(JsonNode node) {
        var copy = Json.object();
        if (node instanceof ObjectNode object) {
            merge(copy, object.deepCopy());
        }
        return copy;
    }

    /** All of it, for the control port. */
    synchronized ObjectNode show() {
        var shown = Json.object();
        shown.set("tags", tags.deepCopy());
        shown.set("properties", deviceView());
        return shown;
    }

    /** What the device may see: everything but the tags (documented). */
    synchronized ObjectNode deviceView() {
        var view = Json.object();
        view.set("desired", desired.deepCopy().put(VERSION, desiredVersion));
        view.set("reported", reported.deepCopy().put(VERSION, reportedVersion));
        return view;
    }

    /** The new version; empty, and nothing changed, when the result would break a limit. */
    synchronized Optional<Integer> patchReported(ObjectNode patch) {
        if (!patch(reported, "reported", patch)) {
            return Optional.empty();
        }
        return Optional.of(++reportedVersion);
    }

    /** The notification for the device; refused with {@link IllegalArgumentException} when a limit would break. */
    synchronized ObjectNode patchDesired(ObjectNode patch) {
        if (!patch(desired, "desired", patch)) {
            throw new IllegalArgumentException("the desired properties would be beyond a twin's limits");
        }
        return patch.deepCopy().put(VERSION, ++desiredVersion);
    }

    private static boolean patch(ObjectNode properties, String name, ObjectNode patch) {
        var patched = properties.deepCopy();
        merge(patched, patch);
        if (TwinLimits.ofProperties(name, patched).isPresent()) {
            return false;
        }
        properties.removeAll();
        properties.setAll(patched);
        return true;
    }

    /** JSON merge: null deletes, objects merge, everything else replaces. */
    private static void merge(ObjectNode into, ObjectNode patch) {
        patch.properties().forEach(member -> {
            var name = member.getKey();
            if (member.getValue().isNull()) {
                into.remove(name);
            } else if (member.getValue() instanceof ObjectNode inner) {
                var kept = into.path(name) instanceof ObjectNode there ? there : into.putObject(name);
                merge(kept, inner);
            } else {
                into.set(name, member.getValue());
            }
        });
    }
}
