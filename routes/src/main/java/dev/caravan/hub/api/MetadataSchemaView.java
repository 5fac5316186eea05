package dev.caravan.hub.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.annotations.media.Schema;

import dev.caravan.preparation.MetadataSchema;

/** A schema of metadata. */
public record MetadataSchemaView(
        @Schema(example = "krone-harvester") String name,

        @Schema(
                description =
                        "JSON Schema, draft 2020-12. Beside title and description, x-title and x-description hold them in"
                                + " other languages: an object of language and text",
                implementation = Object.class)
        ObjectNode schema) {

    static MetadataSchemaView of(MetadataSchema schema) {
        return new MetadataSchemaView(schema.name(), schema.source());
    }
}
