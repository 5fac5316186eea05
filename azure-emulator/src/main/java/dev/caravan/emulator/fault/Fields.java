package dev.caravan.emulator.fault;

import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, read with complaints that name them. */
record Fields(JsonNode object) {

    void onlyKnown(Set<String> names) {
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("unknown field " + name + ", known are " + names);
            }
        });
    }

    JsonNode node(String name) {
        return object.path(name);
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable
    String text(String name) {
        return has(name) ? node(name).asText() : null;
    }

    /** One of several words. */
    String word(String name, Set<String> words) {
        var word = node(name).asText();
        if (!words.contains(word)) {
            throw new IllegalArgumentException(name + " must be one of " + words);
        }
        return word;
    }

    int atLeast(int least, String name, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        var value = node(name);
        if (!value.isInt() || value.intValue() < least) {
            throw new IllegalArgumentException(name + " must be a whole number of at least " + least);
        }
        return value.intValue();
    }

    long number(String name, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!node(name).canConvertToLong() || !node(name).isIntegralNumber()) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return node(name).longValue();
    }

    /** A number from 0 to 1. */
    double share(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        var value = node(name);
        if (!value.isNumber() || value.doubleValue() < 0 || value.doubleValue() > 1) {
            throw new IllegalArgumentException(name + " must be a number from 0 to 1");
        }
        return value.doubleValue();
    }
}
