package dev.caravan.hub.api;

import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;

import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.preparation.MetadataSchemas;

/** What stands behind the operations on schemas of metadata. */
public final class MetadataRoutes extends RouteBuilder {

    static final String SCHEMA_LIST = "direct:metadata-schema-list";
    static final String SCHEMA_OF_BOARD = "direct:metadata-schema-of-board";

    private final MetadataSchemas schemas;
    private final BoardQueries boards;

    public MetadataRoutes(MetadataSchemas schemas, BoardQueries boards) {
        this.schemas = schemas;
        this.boards = boards;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(SCHEMA_LIST).routeId("metadata-schema-list").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(asked -> new MetadataSchemaPage(
                schemas.of(Caller.of(asked)).stream().map(MetadataSchemaView::of).toList())));

        from(SCHEMA_OF_BOARD).routeId("metadata-schema-of-board").routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(new Answer(this::ofBoard));
        // @formatter:on
    }

    private MetadataSchemaView ofBoard(Message asked) {
        var board = boards.seen(Caller.of(asked).reach(), Answer.required(asked, "guid"));
        return schemas.of(board)
                .map(MetadataSchemaView::of)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        Kind.NO_METADATA_SCHEMA,
                        "No schema fits board " + board.guid() + ": activate it with 'tags' and 'desired'")));
    }
}
