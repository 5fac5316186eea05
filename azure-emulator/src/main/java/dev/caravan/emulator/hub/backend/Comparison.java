package dev.caravan.emulator.hub.backend;

import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;

/** How a query compares what is stored with a value; things of different kinds are neither equal nor in any order. */
enum Comparison {
    EQUAL {
        @Override
        boolean holds(int order) {
            return order == 0;
        }
    },
    UNEQUAL {
        @Override
        boolean holds(int order) {
            return order != 0;
        }
    },
    LESS {
        @Override
        boolean holds(int order) {
            return order < 0;
        }
    },
    LESS_OR_EQUAL {
        @Override
        boolean holds(int order) {
            return order <= 0;
        }
    },
    GREATER {
        @Override
        boolean holds(int order) {
            return order > 0;
        }
    },
    GREATER_OR_EQUAL {
        @Override
        boolean holds(int order) {
            return order >= 0;
        }
    };

    abstract boolean holds(int order);

    /** Something that is not stored differs from every value (inferred). */
    boolean holds(JsonNode stored, JsonNode value) {
        var order = order(stored, value);
        return order.isPresent() ? holds(order.getAsInt()) : this == UNEQUAL;
    }

    private static OptionalInt order(JsonNode stored, JsonNode value) {
        if (stored.isNumber() && value.isNumber()) {
            return OptionalInt.of(stored.decimalValue().compareTo(value.decimalValue()));
        }
        if (stored.isTextual() && value.isTextual()) {
            return OptionalInt.of(stored.asText().compareTo(value.asText()));
        }
        if (stored.isBoolean() && value.isBoolean()) {
            return OptionalInt.of(Boolean.compare(stored.asBoolean(), value.asBoolean()));
        }
        return stored.isNull() && value.isNull() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    static Optional<Comparison> of(String token) {
        return switch (token) {
            case "=" -> Optional.of(EQUAL);
            case "!=", "<>" -> Optional.of(UNEQUAL);
            case "<" -> Optional.of(LESS);
            case "<=" -> Optional.of(LESS_OR_EQUAL);
            case ">" -> Optional.of(GREATER);
            case ">=" -> Optional.of(GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }
}
