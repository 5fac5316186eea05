package dev.caravan.activation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.board.Activation;

/**
 * Where two activations differ.
 *
 * @param field JSON pointer (RFC 6901)
 * @param is what is stored; {@code absent} if nothing is
 * @param asked what was asked for; {@code absent} if nothing was
 */
public record Difference(String field, String is, String asked) {

    private static final String ABSENT = "absent";

    /** Numbers are equal when their doubles are: 30 comes back from DPS's client as 30.0, and no digit beyond a double's. */
    static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? (one.doubleValue() == other.doubleValue() ? 0 : 1)
            : one.equals(other) ? 0 : 1;

    /** Every difference, down to single values; empty if there is none. */
    static List<Difference> between(Activation is, Activation asked) {
        var differences = new ArrayList<Difference>();
        if (!is.iotHub().equalsIgnoreCase(asked.iotHub())) {
            differences.add(new Difference("/iotHub", is.iotHub(), asked.iotHub()));
        }
        compare("/tags", is.tags(), asked.tags(), differences);
        compare("/desired", is.desired(), asked.desired(), differences);
        return differences;
    }

    private static void compare(String pointer, ObjectNode is, ObjectNode asked, List<Difference> differences) {
        var keys = new TreeSet<String>();
        is.fieldNames().forEachRemaining(keys::add);
        asked.fieldNames().forEachRemaining(keys::add);
        for (var key : keys) {
            var place = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            var left = is.path(key);
            var right = asked.path(key);
            if (left instanceof ObjectNode leftObject && right instanceof ObjectNode rightObject) {
                compare(place, leftObject, rightObject, differences);
            } else if (!left.equals(BY_VALUE, right)) {
                differences.add(new Difference(place, show(left), show(right)));
            }
        }
    }

    private static String show(JsonNode value) {
        return value.isMissingNode() ? ABSENT : value.toString();
    }
}
