package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.path;

/** The operations on schemas of metadata, and what the OpenAPI document says about them. */
public final class MetadataApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var schemas = rest("/api/v1/metadata-schemas").tag("metadata").produces("application/json");
        schemas.get().id("listMetadataSchemas").security(ApiFront.API_KEY)
            .description("The schemas that the metadata of your boards is checked with.");
        Responses.ok(Responses.usualProblems(schemas), "the schemas", MetadataSchemaPage.class).to(MetadataRoutes.SCHEMA_LIST);

        var board = rest("/api/v1/boards/{guid}/metadata-schema").tag("metadata").produces("application/json");
        board.get().id("getBoardMetadataSchema").security(ApiFront.API_KEY)
            .description("The schema that the metadata of this board is checked with when it is activated.")
            .param().name("guid").type(path).example("3f2504e0-4f89-41d3-9a0c-0305e82c3301").description("GUID of the board").endParam();
        Responses.ok(Responses.usualProblems(board), "the schema", MetadataSchemaView.class);
        Responses.problem(board, 404, "no such board, or no schema for it: then it is activated with 'tags' and 'desired'")
            .to(MetadataRoutes.SCHEMA_OF_BOARD);
        // @formatter:on
    }
}
