package dev.caravan.emulator.quota;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.json.Json;

/**
 * Which throttles are in force.
 *
 * @param retryAfter whether a refusal says when to come back
 * @param bulkByItem whether a bulk call counts as many as it has items, or once; which one is right is not public
 */
record QuotaSettings(Map<Throttle, Limit> limits, boolean retryAfter, boolean bulkByItem) {

    static final QuotaSettings OFF = new QuotaSettings(Map.of(), true, false);
    static final QuotaSettings REAL = new QuotaSettings(realLimits(), true, false);

    private static final Set<String> KEYS = Set.of("perMinute", "retryAfter", "bulk", "quotas", "limits");
    private static final Set<String> LIMIT_KEYS = Set.of("amount", "seconds", "burst", "queue");

    /**
     * {@code {"quotas": "real", "perMinute": 1000, "limits": {"polls": {"amount": 5, "seconds": 10, "burst": 5,
     * "queue": 0}}, "bulk": "call", "retryAfter": true}}, each member optional: the documented limits, then the service
     * operations per minute, then others. It must set at least one limit.
     */
    static QuotaSettings read(ObjectNode asked) {
        onlyKnown(asked, KEYS);
        Map<Throttle, Limit> limits = new EnumMap<>(Throttle.class);
        if (word(asked, "quotas", "none", Set.of("none", "real")).equals("real")) {
            limits.putAll(realLimits());
        }
        if (asked.has("perMinute")) {
            limits.put(Throttle.SERVICE_OPERATIONS, Limit.of(number(asked, "perMinute", 0), Duration.ofMinutes(1)));
        }
        asked.path("limits").properties().forEach(each -> limits.put(throttle(each.getKey()), limit(each.getValue())));
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("a quota needs perMinute, limits or \"quotas\": \"real\"");
        }
        var items = word(asked, "bulk", "call", Set.of("call", "item")).equals("item");
        return new QuotaSettings(limits, asked.path("retryAfter").asBoolean(true), items);
    }

    private static Map<Throttle, Limit> realLimits() {
        Map<Throttle, Limit> limits = new EnumMap<>(Throttle.class);
        Stream.of(Throttle.values()).forEach(throttle -> limits.put(throttle, throttle.real()));
        return limits;
    }

    private static Throttle throttle(String name) {
        return Throttle.named(name)
                .orElseThrow(() -> new IllegalArgumentException("limits must be among "
                        + Stream.of(Throttle.values()).map(Throttle::text).toList() + ": " + name));
    }

    private static Limit limit(JsonNode node) {
        onlyKnown(node, LIMIT_KEYS);
        var amount = number(node, "amount", 0);
        return new Limit(
                amount,
                Duration.ofSeconds(number(node, "seconds", 1)),
                number(node, "burst", amount),
                number(node, "queue", 0));
    }

    private static int number(JsonNode node, String name, int otherwise) {
        if (!node.has(name)) {
            return otherwise;
        }
        if (!node.get(name).isInt()) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return node.get(name).intValue();
    }

    private static String word(JsonNode node, String name, String otherwise, Set<String> words) {
        var word = node.path(name).asText(otherwise);
        if (!words.contains(word)) {
            throw new IllegalArgumentException(name + " must be one of " + words);
        }
        return word;
    }

    private static void onlyKnown(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown field " + name + ", known are " + names);
            }
        });
    }

    ObjectNode show() {
        var shown = Json.object().put("retryAfter", retryAfter).put("bulk", bulkByItem ? "item" : "call");
        var each = shown.putObject("limits");
        limits.forEach((throttle, limit) -> each.putObject(throttle.text())
                .put("amount", limit.amount())
                .put("seconds", limit.period().toSeconds())
                .put("burst", limit.burst())
                .put("queue", limit.queue()));
        return shown;
    }
}
