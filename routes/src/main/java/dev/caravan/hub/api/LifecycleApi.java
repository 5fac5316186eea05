package dev.caravan.hub.api;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.rest.RestDefinition;

import static org.apache.camel.model.rest.RestParamType.path;
import static org.apache.camel.model.rest.RestParamType.query;

/** The operations that take boards out of service, and what the OpenAPI document says about them. */
public final class LifecycleApi extends RouteBuilder {

    private static final String EXAMPLE_GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    private static final String GUID_RULE = "GUID of the board, hyphenated, either letter case";

    @Override
    public void configure() {
        // @formatter:off
        var boards = rest("/api/v1/boards").tag("lifecycle").produces("application/json")
            .securityDefinitions().apiKey(ApiFront.API_KEY).withHeader(ApiFront.KEY_HEADER).end().end();

        boards.delete("/{guid}/activation").id("deactivateBoard").security(ApiFront.API_KEY)
            .description("Disables the board in DPS and in its IoT Hub. PUT activates it again.")
            .param().name("reason").type(query).required(true).example(Reason.EXAMPLE).description(Reason.WORDS).endParam();
        answers(boards).to(LifecycleRoutes.DEACTIVATE);

        boards.post("/{guid}/replacement").id("replaceBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Gives IoT Hub and metadata of the board to a new one, once the old one is disabled in DPS and in its IoT Hub.")
            .type(ReplacementRequest.class);
        answers(boards).to(LifecycleRoutes.REPLACE);

        boards.post("/{guid}/decommission").id("decommissionBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Removes the board from DPS and from its IoT Hub for good. Its GUID never comes back. Of a board that is"
                + " taking over, it calls the replacement off: the other board is deactivated.")
            .type(LifecycleRequest.class);
        answers(boards).to(LifecycleRoutes.DECOMMISSION);

        boards.post("/{guid}/identity-reissue").id("reissueIdentity").consumes("application/json").security(ApiFront.API_KEY)
            .description("Gives a board that DPS has disabled another key and certificate, and hands them over as the configuration says:"
                + " where its identity was destroyed or lost, or is not wanted any more.")
            .type(LifecycleRequest.class);
        answers(boards).to(LifecycleRoutes.REISSUE);

        boards.post("/{guid}/identity-roll").id("rollIdentity").consumes("application/json").security(ApiFront.API_KEY)
            .description("Gives a board in service another key and certificate beside its own. The old one leaves DPS when the board was"
                + " seen with the new one; the board's 'reason' says how far it is.")
            .type(LifecycleRequest.class);
        answers(boards).to(LifecycleRoutes.ROLL);

        boards.post("/{guid}/revocation").id("revokeBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Disables the board in DPS and in its IoT Hub, and puts its certificate on its authority's list of revoked ones,"
                + " for other relying parties. Only another identity brings it back.")
            .type(RevocationRequest.class);
        answers(boards).to(LifecycleRoutes.REVOKE);

        boards.post("/{guid}/handover").id("handOverBoard").consumes("application/json").security(ApiFront.API_KEY)
            .description("Gives the board to another machine manufacturer. An activated board must be deactivated first;"
                + " what its manufacturer has given it (hub, metadata, twin) is removed.")
            .type(HandoverRequest.class);
        answers(boards).to(LifecycleRoutes.HAND_OVER);
        // @formatter:on
    }

    private static RestDefinition answers(RestDefinition boards) {
        boards.param()
                .name("guid")
                .type(path)
                .example(EXAMPLE_GUID)
                .description(GUID_RULE)
                .endParam();
        Responses.board(Responses.usualProblems(boards), "done in DPS and in IoT Hub", LifecycleAnswer.class);
        Responses.halfDone(boards, LifecycleAnswer.class);
        Responses.problem(boards, 404, "no such board");
        Responses.problem(
                boards, 409, "the board's state does not allow it, or it is being changed by another request");
        return Responses.conditional(boards);
    }
}
