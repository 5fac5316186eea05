package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;

import static org.apache.camel.model.rest.RestParamType.header;
import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations on boards, and what the OpenAPI document says about them. */
public final class BoardApi extends RouteBuilder {

    private static final String EXAMPLE_GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String GUID_RULE = "GUID of the board, hyphenated, either letter case";

    private static final String EXAMPLE_KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324";
    private static final String KEY_RULE =
            "new for each board, a UUID for instance; the same in each request for one flash";

    @Override
    public void configure() {
        // @formatter:off
        var boards = rest("/api/v1/boards").tag("boards").produces("application/json")
            .securityDefinitions().apiKey(ApiFront.API_KEY).withHeader(ApiFront.KEY_HEADER).end()
                .basicAuth(ApiFront.PASSWORD, "name and password of a local user; good wherever an API key is")
                .bearerToken(ApiFront.TOKEN, "JWT of a configured issuer; good wherever an API key is").end();

        boards.get("/{guid}").id("getBoard").description("One board.").security(ApiFront.API_KEY)
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam();
        Responses.board(Responses.usualProblems(boards), "the board", BoardView.class);
        Responses.problem(boards, 404, "no such board").to(AnswerRoutes.BOARD);

        boards.put("/{guid}/activation").id("activateBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Sets IoT Hub and initial twin and enables the board. The same request again changes nothing.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam()
            .param().name("If-Match").type(header).required(false).example("\"4\"").description("the board's ETag, several of them, or *; needed to change an activation. A deactivated board is activated again by its ETag only").endParam()
            .param().name("dryRun").type(query).required(false).dataType("boolean").defaultValue("false").description("only say what would be written, or why not").endParam()
            .param().name("reason").type(query).required(false).dataType("string").example(Reason.EXAMPLE).description(Reason.WORDS + "; of a board that comes back into service above all").endParam()
            .type(ActivationRequest.class);
        Responses.board(Responses.usualProblems(boards), "the board is activated as asked", ActivationAnswer.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "not enrolled yet, activated with other values (see 'differences'), deactivated, or an activation is under way");
        Responses.otherVersion(boards);
        Responses.problem(boards, 413, "the body is larger than 256 KB");
        Responses.problem(boards, 415, "the body is not application/json");
        Responses.problem(boards, 502, "DPS refuses the request, or contradicts the ledger; a person must look").to(AnswerRoutes.ACTIVATION);

        boards.post("/{guid}/identity-pickup").id("pickUpIdentity").produces(PickupRoutes.PEM + ",application/json").security(ApiFront.API_KEY)
            .description("The board's sealed identity, once: the same caller may fetch the same again under the same Idempotency-Key"
                + " until it confirms the flash or the time is over (15 minutes); then it is destroyed.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam()
            .param().name(PickupCalls.KEY_HEADER).type(header).required(true).example(EXAMPLE_KEY).description(KEY_RULE).endParam();
        Responses.usualProblems(boards).responseMessage().code(200).message("the sealed identity, PEM").responseModel(String.class).endResponseMessage();
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "nothing waits, another request has picked it up, or this hub hands identities over as files");
        Responses.problem(boards, 410, "it was picked up and is destroyed; the board needs a new identity").to(PickupRoutes.PICK_UP);

        boards.post("/{guid}/identity-pickup/confirmation").id("confirmIdentityPickup").security(ApiFront.API_KEY)
            .description("Says that the board has its identity. The hub destroys its copy and keeps the receipt; the same request again gets"
                + " the same receipt. One that comes late counts too.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam()
            .param().name(PickupCalls.KEY_HEADER).type(header).required(true).example(EXAMPLE_KEY).description("that of the pick-up").endParam();
        Responses.ok(Responses.usualProblems(boards), "the receipt", PickupReceipt.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(boards, 409, "nothing was picked up, or under another key").to(PickupRoutes.CONFIRM);

        boards.post("/{guid}/retries").id("retryBoard").security(ApiFront.API_KEY)
            .description("Works a parked board again. A board that is not parked stays as it is.")
            .param().name("guid").type(path).example(EXAMPLE_GUID).description(GUID_RULE).endParam();
        Responses.board(Responses.usualProblems(boards), "the board as it is now", BoardView.class);
        Responses.problem(boards, 404, "no such board");
        Responses.conditional(boards);
        Responses.problem(boards, 409, "the batch of the board was stopped by an alarm").to(RetryRoutes.RETRY_BOARD);
        // @formatter:on
    }
}
