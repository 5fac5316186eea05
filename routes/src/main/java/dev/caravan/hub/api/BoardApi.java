package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.header;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on boards, and what the OpenAPI document says about them. */
public final class BoardApi extends RouteBuilder {

    private static final String EXAMPLE_GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String GUID_RULE = "GUID of the board, hyphenated, either letter case";

    @Override
    public void configure() {
        // @formatter:off
        var boards = rest("/api/v1/boards").tag("boards").produces("application/json")
            .securityDefinitions().apiKey(ApiFront.API_KEY).withHeader(ApiKey.HEADER).end().end();

        boards.get().id("listBoards").description("Boards in the order of their GUIDs, a page at a time.").security(ApiFront.API_KEY)
            .param().name("after").type(query).required(false).example(EXAMPLE_GUID).description("'next' of the page before").endParam()
            .param().name("state").type(query).required(false).example("ENROLLED").description("only boards in this state").endParam()
            .param().name("batch").type(query).required(false).example("line-7").description("only boards of this batch").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("boards on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(boards), "a page of boards", BoardPage.class).to(AnswerRoutes.BOARD_LIST);

        boards.get("/{guid}").id("getBoard").description("One board.").security(ApiFront.API_KEY)
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam();
        Responses.board(Responses.usualProblems(boards), "the board", BoardView.class);
        Responses.problem(boards, 404, "no such board").to(AnswerRoutes.BOARD);

        boards.put("/{guid}/activation").id("activateBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Sets IoT Hub and initial twin and enables the board. The same request again changes nothing.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam()
            .param().name("If-Match").type(header).required(false).example("\"4\"").description("the board's ETag; needed to change an activation").endParam()
            .type(ActivationRequest.class);
        Responses.board(Responses.usualProblems(boards), "the board is activated as asked", ActivationAnswer.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "not enrolled yet, activated with other values (see 'differences'), or an activation is under way");
        Responses.problem(boards, 412, "the board is no longer the version that If-Match names");
        Responses.problem(boards, 413, "the body is larger than 256 KB");
        Responses.problem(boards, 415, "the body is not application/json");
        Responses.problem(boards, 502, "DPS refuses the request, or contradicts the ledger; a person must look").to(AnswerRoutes.ACTIVATION);

        boards.post("/{guid}/retries").id("retryBoard").security(ApiFront.API_KEY)
            .description("Works a parked board again. A board that is not parked stays as it is.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam();
        Responses.board(Responses.usualProblems(boards), "the board as it is now", BoardView.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "the batch of the board was stopped by an alarm").to(RetryRoutes.RETRY_BOARD);
        // @formatter:on
    }
}
