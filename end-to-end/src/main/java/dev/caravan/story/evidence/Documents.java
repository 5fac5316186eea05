package dev.caravan.story.evidence;

import java.util.Comparator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON documents as twins and messages carry them. */
public final class Documents {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** 30 and 30.0 are the same number. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private Documents() {}

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UntrueException("a JSON document", "JSON", json);
        }
    }

    /** The same values in the same places; members whose name begins with {@code $} are the service's own and ignored. */
    public static void mustBeSame(String what, JsonNode expected, JsonNode actual) {
        var found = withoutServiceMembers(actual);
        if (!expected.equals(BY_VALUE, found)) {
            throw new UntrueException(what, expected.toString(), found.isMissingNode() ? "nothing" : found.toString());
        }
    }

    private static JsonNode withoutServiceMembers(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        var copy = JSON.createObjectNode();
        object.properties().stream()
                .filter(member -> !member.getKey().startsWith("$"))
                .forEach(member -> copy.set(member.getKey(), withoutServiceMembers(member.getValue())));
        return copy;
    }
}
