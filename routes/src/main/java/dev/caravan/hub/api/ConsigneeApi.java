package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.body;
import static org.apache.camel.model.rest.RestParamType.path;

/** The operation that assigns a board, and what the OpenAPI document says about it. */
public final class ConsigneeApi extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        var boards = rest("/api/v1/boards").tag("boards").produces("application/json");

        boards.put("/{guid}/consignee").id("assignBoard").security(ApiFront.API_KEY).consumes("application/json").type(ConsigneeRequest.class)
            .description("Assigns a board that came without a consignee to a machine manufacturer, who sees it from then on. The"
                + " same request again changes nothing.")
            .param().name("guid").type(path).example("3f2504e0-4f89-41d3-9a0c-0305e82c3301").description("GUID of the board, hyphenated, either letter case").endParam()
            .param().name("body").type(body).required(true).description("whose it shall be").endParam();
        Responses.board(Responses.usualProblems(boards), "the board, which is the consignee's", BoardView.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "the board has another consignee; only a hand-over changes that");
        Responses.conditional(boards);
        Responses.problem(boards, 413, "the body is larger than 256 KB");
        Responses.problem(boards, 415, "the body is not application/json").to(ConsigneeRoutes.ASSIGN);
        // @formatter:on
    }
}
