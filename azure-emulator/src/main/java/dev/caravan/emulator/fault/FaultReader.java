package dev.caravan.emulator.fault;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.Attempt.Plane;
import dev.caravan.emulator.wire.Transport;

/** Reads a fault as JSON; every complaint is an {@link IllegalArgumentException} that names the field. */
final class FaultReader {

    private static final Set<String> KEYS = Set.of(
            "operation", "plane", "transport", "idPattern", "every", "skip", "times", "probability", "seed", "action");

    private FaultReader() {}

    /** @param seed for the chances of a fault that names none */
    static Fault read(String id, ObjectNode asked, long seed) {
        new Fields(asked).onlyKnown(KEYS);
        var action = ActionReader.read(new Fields(asked.path("action")));
        var rule = rule(new Fields(asked), seed);
        if (action instanceof FaultAction.Deliver && !rule.transports().stream().allMatch(Transport.HTTPS::equals)) {
            throw new IllegalArgumentException("truncate and slow are for transport https alone");
        }
        return new Fault(id, asked, rule, action);
    }

    private static Rule rule(Fields fields, long seed) {
        return new Rule(
                names(fields.node("operation"), "operation"),
                chosen(fields.node("plane"), "plane", Plane.values(), Plane::text),
                chosen(fields.node("transport"), "transport", Transport.values(), Transport::text),
                pattern(fields.text("idPattern")),
                fields.atLeast(1, "every", 1),
                fields.atLeast(0, "skip", 0),
                fields.atLeast(1, "times", Integer.MAX_VALUE),
                new Rule.Chance(fields.share("probability", 1), fields.number("seed", seed)));
    }

    private static Set<String> names(JsonNode node, String field) {
        Set<String> names = new HashSet<>();
        if (node.isTextual()) {
            names.add(node.textValue());
        } else if (node.isArray()) {
            node.forEach(each -> names.add(each.asText()));
        } else if (!node.isMissingNode() && !node.isNull()) {
            throw new IllegalArgumentException(field + " must be a name, a list of names or \"*\"");
        }
        return names.contains("*") ? Set.of() : names;
    }

    private static <T> Set<T> chosen(JsonNode node, String field, T[] known, Function<T, String> text) {
        Set<T> chosen = new HashSet<>();
        for (var name : names(node, field)) {
            chosen.add(Stream.of(known)
                    .filter(each -> text.apply(each).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(field + " must be one of "
                            + Stream.of(known).map(text).toList() + ": " + name)));
        }
        return chosen;
    }

    private static @Nullable Pattern pattern(@Nullable String expression) {
        try {
            return expression == null ? null : Pattern.compile(expression);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("idPattern is not a regular expression: " + wrong.getMessage(), wrong);
        }
    }
}
