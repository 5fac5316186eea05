package dev.caravan.ledger;

import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.caravan.access.Requester;
import dev.caravan.board.Activation;

/** How structured values stand in a TEXT column. Decimals keep their digits. */
final class Json {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};

    private static final TypeReference<Set<String>> TEXTS = new TypeReference<>() {};

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    static JsonNode tree(String column) {
        try {
            return MAPPER.readTree(column);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds damaged JSON", damaged);
        }
    }

    static Map<String, String> attributes(String column) {
        try {
            return MAPPER.readValue(column, ATTRIBUTES);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds damaged attributes", damaged);
        }
    }

    static Set<String> texts(String column) {
        try {
            return MAPPER.readValue(column, TEXTS);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds a damaged list", damaged);
        }
    }

    static Requester requester(String column) {
        try {
            return MAPPER.readValue(column, Requester.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds a damaged requester", damaged);
        }
    }

    static Activation activation(String column) {
        try {
            return MAPPER.readValue(column, Activation.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the ledger holds a damaged activation", damaged);
        }
    }
}
