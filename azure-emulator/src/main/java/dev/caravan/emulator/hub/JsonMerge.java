package dev.caravan.emulator.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON merge as twins do it: null deletes, objects merge, everything else replaces (documented). */
final class JsonMerge {

    private JsonMerge() {}

    static void merge(ObjectNode into, ObjectNode patch) {
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
