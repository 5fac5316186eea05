package dev.caravan.gateway.api;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.board.HostedBoard;
import dev.caravan.gateway.board.OneBoard;
import dev.caravan.gateway.board.TestBoards;

/** Desks over one board, with real tokens in a folder. */
final class ApiCases {

    static final String GUID = TestBoards.GUID.text();

    final Tokens tokens;
    private final Path data;

    ApiCases(Path data) {
        this.data = data;
        this.tokens = new Tokens(data, new SecureRandom());
        tokens.ensure(TestBoards.GUID);
    }

    String boardToken() {
        return read("tokens/" + GUID + ".token");
    }

    String adminToken() {
        return read("admin.token");
    }

    private String read(String file) {
        try {
            return Files.readString(data.resolve(file)).strip();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Gatekeeper gatekeeper(HostedBoard board) {
        return new Gatekeeper(tokens, new OneBoard(Optional.ofNullable(board)));
    }

    static BoardView view() {
        return new BoardView(Clock.fixed(TestBoards.NOW, ZoneOffset.UTC), ZoneId.of("Europe/Berlin"));
    }

    ApiRequest request(String body) {
        return request(body, Map.of());
    }

    ApiRequest request(String body, Map<String, String> query) {
        return new ApiRequest(GUID, Optional.of(boardToken()), body, query);
    }
}
