package dev.caravan.preparation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A schema as it stands in its file, checked for what would make it dangerous or useless: references out of the file,
 * patterns that take more than linear time, titles in no language.
 */
final class SchemaFile {

    static final String TITLES = "x-title";
    static final String DESCRIPTIONS = "x-description";

    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final long MOST_BYTES = 256 * 1024;
    private static final int MOST_DEPTH = 40;
    private static final String LANGUAGE = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*";

    /** What stands under these is data. */
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;

    private SchemaFile(Path file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException that names file, place and rule */
    static ObjectNode read(Path file) {
        var schema = new SchemaFile(file);
        if (schema.parse() instanceof ObjectNode root) {
            schema.requireRoot(root);
            schema.check("", root);
            return root;
        }
        throw schema.wrong("", "a schema must be a JSON object");
    }

    private JsonNode parse() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw wrong("", "the file has more than " + MOST_BYTES + " bytes");
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException broken) {
            var at = broken.getLocation();
            throw wrong(
                    "", "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + broken.getOriginalMessage());
        } catch (IOException failure) {
            throw wrong("", "the file cannot be read: " + failure);
        }
    }

    private void requireRoot(ObjectNode root) {
        if (!root.path("type").asText().equals("object")) {
            throw wrong("/type", "must be \"object\": metadata is an object");
        }
        if (root.has("$schema") && !root.path("$schema").asText().equals(DRAFT)) {
            throw wrong("/$schema", "must be " + DRAFT + ", or be left out");
        }
    }

    private void check(String place, JsonNode node) {
        node.properties().forEach(each -> check(place + "/" + each.getKey(), each.getKey(), each.getValue()));
        for (var index = 0; node.isArray() && index < node.size(); index++) {
            check(place + "/" + index, node.get(index));
        }
    }

    private void check(String place, String keyword, JsonNode value) {
        if (keyword.equals("$id") && value.isTextual()) {
            throw wrong(place, "leave it out: nothing refers to the schema by a name of its own");
        }
        if (Set.of("$ref", "$dynamicRef").contains(keyword) && !value.asText().startsWith("#")) {
            throw wrong(place, "must begin with #: nothing outside of the file is loaded");
        }
        if (keyword.equals("pattern") && value.isTextual()) {
            pattern(place, value.asText());
        }
        if (keyword.equals("patternProperties")) {
            value.fieldNames().forEachRemaining(pattern -> pattern(place, pattern));
        }
        if (keyword.equals(TITLES) || keyword.equals(DESCRIPTIONS)) {
            texts(place, value);
        } else if (!DATA.contains(keyword)) {
            check(place, value);
        }
    }

    private void pattern(String place, String pattern) {
        LinearPatterns.objection(pattern).ifPresent(why -> {
            throw wrong(
                    place,
                    "'" + pattern + "' is no pattern that is matched in linear time (RE2 syntax, without look-around"
                            + " and back references): " + why);
        });
    }

    private void texts(String place, JsonNode texts) {
        if (!texts.isObject() || texts.isEmpty()) {
            throw wrong(place, "must be an object of languages and texts, such as {\"de\": \"Standort\"}");
        }
        texts.properties().forEach(text -> {
            if (!text.getKey().matches(LANGUAGE) || !text.getValue().isTextual()) {
                throw wrong(place + "/" + text.getKey(), "must be a language such as de or pt-BR, with a text");
            }
        });
    }

    IllegalArgumentException wrong(String place, String rule) {
        return wrong(file, place, rule);
    }

    static IllegalArgumentException wrong(Path file, String place, String rule) {
        return new IllegalArgumentException(
                "caravan.metadata.schemas: " + file + (place.isEmpty() ? "" : ", at " + place) + ": " + rule);
    }
}
