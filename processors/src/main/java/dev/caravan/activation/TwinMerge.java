package dev.caravan.activation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Merge patches of twins (RFC 7396): null removes a key, what is not named stays. */
final class TwinMerge {

    private TwinMerge() {}

    /** Leads to what is asked from whatever the twin has become since it was {@code before}. */
    static ObjectNode between(ObjectNode before, ObjectNode asked) {
        var patch = asked.deepCopy();
        before.properties().forEach(old -> {
            var now = asked.path(old.getKey());
            if (now.isMissingNode()) {
                patch.putNull(old.getKey());
            } else if (old.getValue() instanceof ObjectNode oldObject && now instanceof ObjectNode nowObject) {
                patch.set(old.getKey(), between(oldObject, nowObject));
            }
        });
        return patch;
    }

    /** Whether the patch would change nothing. */
    static boolean holds(ObjectNode section, ObjectNode patch) {
        return patch.properties().stream().allMatch(each -> {
            var there = section.path(each.getKey());
            if (each.getValue().isNull()) {
                return there.isMissingNode() || there.isNull();
            }
            return each.getValue() instanceof ObjectNode inner
                    ? there instanceof ObjectNode object && holds(object, inner)
                    : there.equals(Difference.BY_VALUE, each.getValue());
        });
    }
}
