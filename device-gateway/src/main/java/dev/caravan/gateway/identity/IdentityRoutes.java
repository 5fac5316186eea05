package dev.caravan.gateway.identity;

import java.io.File;
import java.nio.file.Path;

import org.apache.camel.builder.RouteBuilder;

import dev.caravan.gateway.board.Boards;

/** Follows the folder of identities: files that come or change, and files that go. */
public final class IdentityRoutes extends RouteBuilder {

    private final IdentityEndpoints endpoints;
    private final IdentityIntake intake;
    private final SeenFiles seen;
    private final Boards boards;

    public IdentityRoutes(IdentityEndpoints endpoints, IdentityIntake intake, SeenFiles seen, Boards boards) {
        this.endpoints = endpoints;
        this.intake = intake;
        this.seen = seen;
        this.boards = boards;
    }

    @Override
    public void configure() {
        // @formatter:off
        from(endpoints.files()).routeId("take-identity")
            .routeConfigurationId(KeepReason.ID)
            .transform().body(File.class, file -> intake.take(file.toPath()))
            .to(endpoints.settled());

        from(endpoints.ticks()).routeId("let-identity-go")
            .transform().message(tick -> seen.removeGone())
            .split().body()
                .process().body(Path.class, boards::forget);
        // @formatter:on
    }
}
