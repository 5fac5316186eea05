package dev.caravan.emulator.snapshot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** One thing of a snapshot on its way back; every complaint is an {@link IllegalArgumentException} that names the member. */
public record Item(ObjectNode node) {

    /** A text that must be there. */
    public String text(String name) {
        return required(name, maybeText(name), "text");
    }

    /** A text, or null when it is not there or null. */
    public @Nullable String maybeText(String name) {
        if (!node.hasNonNull(name)) {
            return null;
        }
        return required(name, node.get(name).textValue(), "text");
    }

    /** A whole number that must be there. */
    public long number(String name) {
        var value = node.path(name);
        return required(
                name, value.canConvertToLong() && value.isIntegralNumber() ? value.longValue() : null, "number");
    }

    /** The same, at least 0 and as large as an int can be. */
    public int count(String name) {
        var value = number(name);
        return required(name, value >= 0 && value <= Integer.MAX_VALUE ? (int) value : null, "count");
    }

    /** The same, or null when it is not there or null. */
    public @Nullable Integer maybeCount(String name) {
        return node.hasNonNull(name) ? count(name) : null;
    }

    /** True or false, and nothing else. */
    public boolean flag(String name) {
        return required(name, node.path(name).isBoolean() ? node.get(name).booleanValue() : null, "true or false");
    }

    /** A point in time that must be there. */
    public Instant time(String name) {
        return required(name, maybeTime(name), "time");
    }

    /** A point in time, or null when it is not there or null. */
    public @Nullable Instant maybeTime(String name) {
        try {
            return Optional.ofNullable(maybeText(name)).map(Instant::parse).orElse(null);
        } catch (DateTimeException wrong) {
            throw wrong(name, "time");
        }
    }

    /** Bytes as base64. */
    public byte[] bytes(String name) {
        try {
            return Base64.getDecoder().decode(text(name));
        } catch (IllegalArgumentException wrong) {
            throw wrong(name, "base64");
        }
    }

    /** An object that must be there. */
    public ObjectNode object(String name) {
        return required(name, node.get(name) instanceof ObjectNode object ? object : null, "object");
    }

    /** The same, to be read member by member. */
    public Item item(String name) {
        return new Item(object(name));
    }

    /** The same, empty when it is not there or null. */
    public Optional<Item> maybeItem(String name) {
        return node.hasNonNull(name) ? Optional.of(item(name)) : Optional.empty();
    }

    /** A list of objects. */
    public List<Item> items(String name) {
        var list = node.path(name);
        if (!list.isArray() || elements(list).anyMatch(each -> !each.isObject())) {
            throw wrong(name, "list of objects");
        }
        return elements(list).map(each -> new Item((ObjectNode) each)).toList();
    }

    /** A list of texts. */
    public List<String> texts(String name) {
        var list = node.path(name);
        if (!list.isArray() || elements(list).anyMatch(each -> !each.isTextual())) {
            throw wrong(name, "list of texts");
        }
        return elements(list).map(JsonNode::textValue).toList();
    }

    /** An object, or null when it is not there or null. */
    public @Nullable ObjectNode maybeObject(String name) {
        return node.hasNonNull(name) ? object(name) : null;
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** One of the constants of an enum, by its name. */
    public <E extends Enum<E>> E one(Class<E> type, String name) {
        try {
            return Enum.valueOf(type, text(name));
        } catch (IllegalArgumentException unknown) {
            throw wrong(name, "one of " + List.of(type.getEnumConstants()));
        }
    }

    private static <T> T required(String name, @Nullable T value, String kind) {
        if (value == null) {
            throw wrong(name, kind);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String name, String kind) {
        return new IllegalArgumentException(name + " is not there or no " + kind);
    }
}
