package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestDefinition;

import static org.apache.camel.model.rest.RestParamType.query;

/** The lists of boards, and what the OpenAPI document says about them. */
public final class BoardListApi extends RouteBuilder {

    private static final String ORDER =
            "guid, updatedAt, or (with 'batch') line; with a hyphen before it descending. Without it:"
                    + " 'guid' gives guid; 'problem' and 'updatedSince' give updatedAt, 'batch' line, 'state' alone updatedAt, all others guid."
                    + " By updatedAt a board that changes meanwhile comes once more, or, descending, may be left out";

    @Override
    public void configure() {
        // @formatter:off
        var boards = rest("/api/v1/boards").tag("boards").produces("application/json");
        boards.get().id("listBoards").security(ApiFront.API_KEY)
            .description("Boards, a page at a time. A page takes the hub a moment whatever is asked: where few boards fit, it may hold"
                + " less than 'limit', or nothing, and have a 'next' all the same.");
        filters(boards)
            .param().name("after").type(query).required(false).description("'next' of the page before, with the same filter and 'sort'").endParam()
            .param().name("limit").type(query).required(false).dataType("integer").defaultValue("100").description("boards on the page, 1 to 1000").endParam();
        Responses.ok(Responses.usualProblems(boards), "a page of boards", BoardPage.class).to(BoardListRoutes.BOARD_LIST);

        var file = rest("/api/v1/boards.csv").tag("boards").produces(BoardListRoutes.CSV + ",application/json");
        file.get().id("exportBoards").security(ApiFront.API_KEY)
            .description("All such boards as one CSV file, UTF-8, made while it is sent. What a spreadsheet would calculate begins with an apostrophe."
                + " The last line begins with # and says how many boards there are; a file without it was cut off.");
        filters(file);
        Responses.usualProblems(file).responseMessage().code(200).message("the file; its first line names the columns, its last one says that it is complete").responseModel(String.class)
            .endResponseMessage().to(BoardListRoutes.BOARD_FILE);
        // @formatter:on
    }

    private static RestDefinition filters(RestDefinition list) {
        filter(list, "state", "ENROLLED", "only boards in this state");
        filter(list, "batch", "line-7", "only boards of this batch");
        filter(list, "consignee", "krone", "only boards that ship to this machine manufacturer, letter by letter");
        filter(list, "order", "4711", "only boards of this order, letter by letter");
        filter(list, "guid", "3f2504e0-4f89", "only boards whose GUID begins so");
        filter(list, "hub", "plant-a.azure-devices.net", "only boards that are activated on this IoT Hub");
        filter(list, "updatedSince", "2026-11-26T08:00:00Z", "only boards that have changed since then");
        filter(list, "problem", "true", "only boards of which an operator should know something: 'reason' says what");
        filter(list, "sort", "-updatedAt", ORDER);
        return list;
    }

    private static void filter(RestDefinition list, String name, String example, String words) {
        list.param()
                .name(name)
                .type(query)
                .required(false)
                .example(example)
                .description(words)
                .endParam();
    }
}
