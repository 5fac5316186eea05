package dev.caravan.preparation;

import java.util.HashSet;
import java.util.List;

/**
 * Which metadata boards are activated with ({@code caravan.metadata} in the configuration).
 *
 * @param schemas the first one that fits a board checks its metadata
 */
public record MetadataSettings(List<SchemaSettings> schemas) {

    public MetadataSettings {
        schemas = schemas == null ? List.of() : List.copyOf(schemas);
        var names = new HashSet<String>();
        for (var later = 0; later < schemas.size(); later++) {
            var schema = schemas.get(later);
            if (!names.add(schema.name())) {
                throw new IllegalArgumentException(
                        "caravan.metadata.schemas: there are two schemas '" + schema.name() + "'");
            }
            schemas.subList(0, later).stream()
                    .filter(earlier -> Condition.cover(earlier.when(), schema.when()))
                    .findFirst()
                    .ifPresent(earlier -> {
                        throw new IllegalArgumentException("caravan.metadata.schemas: schema '" + schema.name()
                                + "' is never reached: whatever fits it fits '" + earlier.name()
                                + "' before; put it earlier, or remove it");
                    });
        }
    }
}
