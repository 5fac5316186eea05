package dev.caravan.gateway;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.api.AnswerAsProblem;
import dev.caravan.gateway.api.ApiPaths;
import dev.caravan.gateway.api.BoardRoutes;
import dev.caravan.gateway.api.BoardView;
import dev.caravan.gateway.api.FirstBootDesk;
import dev.caravan.gateway.api.Gatekeeper;
import dev.caravan.gateway.api.ListDesk;
import dev.caravan.gateway.api.NoForms;
import dev.caravan.gateway.api.SessionDesk;
import dev.caravan.gateway.api.SessionRoutes;
import dev.caravan.gateway.board.Boards;
import dev.caravan.gateway.settings.GatewaySettings;

/** The API over the boards. */
@Configuration(proxyBeanMethods = false)
class ApiWiring {

    @Bean
    ReadyLine readyLine(GatewaySettings settings, DataFolder data) throws IOException {
        return new ReadyLine(settings, data);
    }

    @Bean
    Gatekeeper gatekeeper(Tokens tokens, Boards boards) {
        return new Gatekeeper(tokens, boards);
    }

    @Bean
    BoardView boardView(Clock clock, ZoneId zone) {
        return new BoardView(clock, zone);
    }

    @Bean
    AnswerAsProblem answerAsProblem() {
        return new AnswerAsProblem();
    }

    @Bean
    NoForms noForms() {
        return new NoForms();
    }

    @Bean
    ApiPaths apiPaths() {
        return new ApiPaths();
    }

    @Bean
    BoardRoutes boardRoutes(Gatekeeper gatekeeper, Boards boards, BoardView view) {
        return new BoardRoutes(new FirstBootDesk(gatekeeper, view), new ListDesk(gatekeeper, boards, view));
    }

    @Bean
    SessionRoutes sessionRoutes(Gatekeeper gatekeeper, BoardView view) {
        return new SessionRoutes(new SessionDesk(gatekeeper, view));
    }
}
