package dev.caravan.hub.api;

import java.util.function.Function;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestParamType;

/** The REST API, version 1, and its OpenAPI document. What a request means is decided in the calls behind it. */
public final class ApiRoutes extends RouteBuilder {

    private static final String BOARD_LIST = "direct:board-list";
    private static final String BOARD = "direct:board";
    private static final String ACTIVATION = "direct:activation";
    private static final String BATCH_LIST = "direct:batch-list";
    private static final String BATCH = "direct:batch";
    private static final String GUID_RULE = "GUID of the board, hyphenated, either letter case";

    private final BoardQueries queries;
    private final ActivationCalls activations;

    public ApiRoutes(BoardQueries queries, ActivationCalls activations) {
        this.queries = queries;
        this.activations = activations;
    }

    @Override
    public void configure() {
        // @formatter:off
        restConfiguration().component("platform-http")
            .inlineRoutes(false)
            .apiContextPath("/api/v1/openapi.json")
            .apiProperty("api.title", "Caravan hub").apiProperty("api.version", "1")
            .apiProperty("api.description", "Boards, batches and activations.")
            .apiProperty("base.path", "/").apiProperty("openapi.version", "3.0.3");

        rest("/api/v1/boards").tag("boards").produces("application/json")
            .securityDefinitions().apiKey("apiKey").withHeader(ApiKey.HEADER).end().end()
            .get().id("listBoards").description("Boards in the order of their GUIDs.").security("apiKey")
                .param().name("after").type(RestParamType.query).required(false).description("GUID that the page follows").endParam()
                .param().name("state").type(RestParamType.query).required(false).description("only boards in this state").endParam()
                .param().name("batch").type(RestParamType.query).required(false).description("only boards of this batch").endParam()
                .param().name("limit").type(RestParamType.query).dataType("integer").required(false).description("1 to 1000, default 100").endParam()
                .outType(Page.class).to(BOARD_LIST)
            .get("/{guid}").id("getBoard").description("One board.").security("apiKey")
                .param().name("guid").type(RestParamType.path).description(GUID_RULE).endParam()
                .outType(BoardView.class).responseMessage().code(404).message("no such board").responseModel(Problem.class).endResponseMessage()
                .to(BOARD)
            .put("/{guid}/activation").id("activateBoard").consumes("application/json").security("apiKey")
                .description("Sets initial twin and IoT Hub and enables the board. The same request again changes nothing.")
                .param().name("guid").type(RestParamType.path).description(GUID_RULE).endParam()
                .param().name("If-Match").type(RestParamType.header).required(false).description("version of the board, to change an activation").endParam()
                .type(ActivationRequest.class).outType(ActivationAnswer.class)
                .responseMessage().code(400).message("the request breaks a rule").responseModel(Problem.class).endResponseMessage()
                .responseMessage().code(404).message("no such board").responseModel(Problem.class).endResponseMessage()
                .responseMessage().code(409).message("not enrolled, or activated otherwise").responseModel(Problem.class).endResponseMessage()
                .responseMessage().code(412).message("the board has changed").responseModel(Problem.class).endResponseMessage()
                .responseMessage().code(503).message("DPS does not answer").responseModel(Problem.class).endResponseMessage()
                .to(ACTIVATION);

        rest("/api/v1/batches").tag("batches").produces("application/json")
            .get().id("listBatches").description("The newest batches first.").security("apiKey")
                .param().name("limit").type(RestParamType.query).dataType("integer").required(false).description("1 to 1000, default 100").endParam()
                .outType(Page.class).to(BATCH_LIST)
            .get("/{id}").id("getBatch").description("One batch: how many rows stand where, and what is wrong.").security("apiKey")
                .param().name("id").type(RestParamType.path).description("name of the batch").endParam()
                .outType(BatchView.class).responseMessage().code(404).message("no such batch").responseModel(Problem.class).endResponseMessage()
                .to(BATCH);
        // @formatter:on

        answer(
                BOARD_LIST,
                "board-list",
                asked -> queries.boards(
                        header(asked, "after"),
                        header(asked, "state"),
                        header(asked, "batch"),
                        header(asked, "limit")));
        answer(BOARD, "board", asked -> queries.board(String.valueOf(header(asked, "guid"))));
        answer(
                ACTIVATION,
                "activation",
                asked -> activations.put(
                        String.valueOf(header(asked, "guid")), asked.getBody(String.class), header(asked, "If-Match")));
        answer(BATCH_LIST, "batch-list", asked -> queries.batches(header(asked, "limit")));
        answer(BATCH, "batch", asked -> queries.batch(String.valueOf(header(asked, "id"))));
    }

    private void answer(String endpoint, String id, Function<Message, Object> call) {
        // @formatter:off
        from(endpoint).routeId(id)
            .routeConfigurationId(Problems.ANSWER_WITH_PROBLEM)
            .process(exchange -> {
                var answer = call.apply(exchange.getMessage());
                exchange.getMessage().removeHeaders("*");
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
                if (answer instanceof ActivationAnswer activation) {
                    etag(exchange, activation.board());
                } else if (answer instanceof BoardView board) {
                    etag(exchange, board);
                }
                exchange.getMessage().setBody(ApiJson.write(answer));
            });
        // @formatter:on
    }

    private static void etag(Exchange exchange, BoardView board) {
        exchange.getMessage().setHeader("ETag", "\"" + board.version() + "\"");
    }

    private static @org.jspecify.annotations.Nullable String header(Message message, String name) {
        return message.getHeader(name, String.class);
    }
}
