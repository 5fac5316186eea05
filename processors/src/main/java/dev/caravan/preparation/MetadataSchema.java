package dev.caravan.preparation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.AnnotationKeyword;

import dev.caravan.access.Principal;
import dev.caravan.access.Role;
import dev.caravan.activation.Violation;
import dev.caravan.board.Board;

/** The schema of some boards' metadata: draft 2020-12, with {@code format} checked, and titles in several languages. */
public final class MetadataSchema {

    /** As in the API: where metadata stands in a request. */
    static final String FIELD = "/metadata";

    private static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_DEPTH = 10;
    private static final int MOST_VIOLATIONS = 50;
    private static final int SHOWN = 80;

    /** Errors of these are about a property that the value has, or lacks. */
    private static final Set<String> ABOUT_A_PROPERTY =
            Set.of("required", "additionalProperties", "unevaluatedProperties", "dependentRequired");

    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new AnnotationKeyword(SchemaFile.TITLES))
            .keyword(new AnnotationKeyword(SchemaFile.DESCRIPTIONS))
            .build();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
            DIALECT, registry -> registry.schemaLoader(loader -> loader.block(anything -> true))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .locale(Locale.ENGLISH)
                            .formatAssertionsEnabled(true)
                            .regularExpressionFactory(new LinearPatterns())
                            .build()));

    private final SchemaSettings settings;
    private final ObjectNode source;
    private final Schema schema;

    private MetadataSchema(SchemaSettings settings, ObjectNode source, Schema schema) {
        this.settings = settings;
        this.source = source;
        this.schema = schema;
    }

    /** @throws IllegalArgumentException that names file, place and rule */
    static MetadataSchema load(SchemaSettings settings) {
        var source = SchemaFile.read(settings.file());
        SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()))
                .validate(source)
                .stream()
                .findFirst()
                .ifPresent(error -> {
                    throw SchemaFile.wrong(
                            settings.file(), error.getInstanceLocation().toString(), error.getMessage());
                });
        for (var mapping : settings.mapping()) {
            var property = mapping.from().split("/")[1];
            if (!source.path("properties").has(property)) {
                throw SchemaFile.wrong(
                        settings.file(),
                        "/properties",
                        "there is no '" + property + "', which a mapping of schema '" + settings.name() + "' takes");
            }
        }
        var schema = new MetadataSchema(settings, source, REGISTRY.getSchema(source));
        schema.tryOut();
        return schema;
    }

    /** A reference into nowhere, or in a circle, is found at the first use. */
    private void tryOut() {
        try {
            schema.validate(source.objectNode());
        } catch (StackOverflowError | RuntimeException failure) {
            throw SchemaFile.wrong(settings.file(), "", "the schema cannot be used: " + failure.getMessage());
        }
    }

    public String name() {
        return settings.name();
    }

    /** As in its file. */
    public ObjectNode source() {
        return source.deepCopy();
    }

    List<Mapping> mapping() {
        return settings.mapping();
    }

    boolean fits(Board board) {
        return settings.when().stream().allMatch(condition -> condition.holds(board, MissingNode.getInstance()));
    }

    /** Whether it may be a board of this principal's that it fits. */
    boolean concerns(Principal principal) {
        return principal.role() != Role.MANUFACTURER
                || settings.when().stream()
                        .filter(condition -> Condition.CONSIGNEE.equals(condition.column()))
                        .allMatch(condition -> condition.is().stream().anyMatch(principal.consignees()::contains));
    }

    List<Violation> check(ObjectNode metadata) {
        var size = metadata.toString().getBytes(StandardCharsets.UTF_8).length;
        if (size > MOST_BYTES) {
            return List.of(new Violation(FIELD, "must be at most " + MOST_BYTES + " bytes of JSON", size + " bytes"));
        }
        if (depth(metadata) > MOST_DEPTH) {
            return List.of(
                    new Violation(FIELD, "objects may be nested at most " + MOST_DEPTH + " deep", "more than that"));
        }
        return schema.validate(metadata).stream()
                .limit(MOST_VIOLATIONS)
                .map(MetadataSchema::violation)
                .toList();
    }

    private static int depth(JsonNode node) {
        var deepest = 0;
        for (var inside : node) {
            deepest = Math.max(deepest, depth(inside));
        }
        return node.isContainerNode() ? deepest + 1 : deepest;
    }

    private static Violation violation(Error error) {
        var place = FIELD + error.getInstanceLocation();
        if (ABOUT_A_PROPERTY.contains(error.getKeyword()) && error.getProperty() != null) {
            var value = error.getInstanceNode().path(error.getProperty());
            return new Violation(
                    place + "/" + error.getProperty().replace("~", "~0").replace("/", "~1"),
                    error.getMessage(),
                    value.isMissingNode() ? "absent" : shown(value));
        }
        return new Violation(place, error.getMessage(), shown(error.getInstanceNode()));
    }

    private static String shown(JsonNode value) {
        var text = value.isTextual() ? value.asText() : value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
