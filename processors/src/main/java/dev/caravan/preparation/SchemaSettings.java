package dev.caravan.preparation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A JSON Schema for the metadata of some boards.
 *
 * @param name by which the API and messages name it
 * @param file JSON Schema, draft 2020-12
 * @param when conditions on columns, all of which must hold; none: every board
 * @param mapping where values go in the twin
 */
public record SchemaSettings(String name, Path file, List<Condition> when, List<Mapping> mapping) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public SchemaSettings {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "caravan.metadata.schemas: 'name' must have 1 to 63 lower-case letters, digits"
                            + " and hyphens, but is '" + name + "'");
        }
        if (file == null) {
            throw new IllegalArgumentException("caravan.metadata.schemas: schema '" + name + "' needs 'file'");
        }
        when = when == null ? List.of() : List.copyOf(when);
        mapping = mapping == null ? List.of() : List.copyOf(mapping);
        if (when.stream().map(Condition::metadata).anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException("caravan.metadata.schemas: schema '" + name
                    + "' has a condition on metadata; which schema checks a board must be known before: use columns");
        }
        for (var one : mapping) {
            for (var other : mapping) {
                if (one != other && (inside(one.to(), other.to()) || inside(one.from(), other.from()))) {
                    throw new IllegalArgumentException("caravan.metadata.schemas: in schema '" + name
                            + "' the mapping from "
                            + one.from() + " to " + one.to() + " lies inside the one from " + other.from() + " to "
                            + other.to() + "; each value goes to one place of its own");
                }
            }
        }
    }

    private static boolean inside(String pointer, String of) {
        return (pointer + "/").startsWith(of + "/");
    }
}
