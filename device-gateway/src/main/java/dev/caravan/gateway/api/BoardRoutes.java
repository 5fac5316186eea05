package dev.caravan.gateway.api;

import org.apache.camel.builder.RouteBuilder;

/** Where a board stands. Bodies are HTTP's: a request in, an {@link ApiAnswer} as text out. */
public final class BoardRoutes extends RouteBuilder {

    static final String FIRST_BOOT = "direct:first-boot";
    static final String ASSIGNMENT = "direct:assignment";
    static final String LIST = "direct:list-boards";

    private final FirstBootDesk firstBoot;
    private final ListDesk list;

    public BoardRoutes(FirstBootDesk firstBoot, ListDesk list) {
        this.firstBoot = firstBoot;
        this.list = list;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(FIRST_BOOT).routeId("first-boot")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(firstBoot::firstBoot));

        from(ASSIGNMENT).routeId("assignment")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(firstBoot::assignment));

        from(LIST).routeId("list-boards")
            .routeConfigurationId(AnswerAsProblem.ID)
            .process(Http.answering(list::list));
        // @formatter:on
    }
}
