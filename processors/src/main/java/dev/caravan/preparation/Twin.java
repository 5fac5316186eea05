package dev.caravan.preparation;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.activation.Violation;

/** An initial twin in the making: what the caller has sent as such, and then its metadata, each value at one place. */
final class Twin {

    private final ObjectNode root;
    private final List<Violation> violations = new ArrayList<>();

    Twin(ObjectNode tags, ObjectNode desired) {
        root = tags.objectNode();
        root.set("tags", tags.deepCopy());
        root.set("desired", desired.deepCopy());
    }

    ObjectNode tags() {
        return (ObjectNode) root.path("tags");
    }

    ObjectNode desired() {
        return (ObjectNode) root.path("desired");
    }

    /** Places that two values were meant for. */
    List<Violation> violations() {
        return violations;
    }

    void add(ObjectNode metadata, List<Mapping> mappings) {
        var rest = metadata.deepCopy();
        for (var mapping : mappings) {
            var value = rest.at(mapping.from());
            if (!value.isMissingNode()) {
                remove(rest, JsonPointer.compile(mapping.from()));
                put(root, JsonPointer.compile(mapping.to()), value, mapping.to());
            }
        }
        rest.properties().forEach(each -> merge(tags(), each.getKey(), each.getValue(), "/tags/" + each.getKey()));
    }

    /** An object that has nothing left is gone too. */
    private static void remove(ObjectNode from, JsonPointer place) {
        var name = place.getMatchingProperty();
        if (place.tail().matches()) {
            from.remove(name);
        } else if (from.path(name) instanceof ObjectNode inside) {
            remove(inside, place.tail());
            if (inside.isEmpty()) {
                from.remove(name);
            }
        }
    }

    private void put(ObjectNode into, JsonPointer place, JsonNode value, String shown) {
        var name = place.getMatchingProperty();
        if (place.tail().matches()) {
            merge(into, name, value, shown);
        } else if (into.path(name).isMissingNode() || into.path(name).isObject()) {
            put(into.withObjectProperty(name), place.tail(), value, shown);
        } else {
            taken(shown, into.path(name));
        }
    }

    private void merge(ObjectNode into, String name, JsonNode value, String shown) {
        var present = into.path(name);
        if (present.isMissingNode()) {
            into.set(name, value);
        } else if (present instanceof ObjectNode inside && value.isObject()) {
            value.properties()
                    .forEach(each -> merge(inside, each.getKey(), each.getValue(), shown + "/" + each.getKey()));
        } else {
            taken(shown, present);
        }
    }

    private void taken(String place, JsonNode present) {
        violations.add(new Violation(
                place, "is where a value of 'metadata' goes; leave it out of the request", present.toString()));
    }
}
