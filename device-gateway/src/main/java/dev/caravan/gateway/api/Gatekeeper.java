package dev.caravan.gateway.api;

import java.util.Optional;

import dev.caravan.gateway.access.Tokens;
import dev.caravan.gateway.board.BoardDirectory;
import dev.caravan.gateway.board.BoardGuid;
import dev.caravan.gateway.board.HostedBoard;

/** Finds the board a request speaks for. Without the right token nobody learns whether the board exists. */
public final class Gatekeeper {

    private final Tokens tokens;
    private final BoardDirectory boards;

    public Gatekeeper(Tokens tokens, BoardDirectory boards) {
        this.tokens = tokens;
        this.boards = boards;
    }

    /** @throws Problem 401 without a token for this board, 403 when the administrator names a board that is not here */
    HostedBoard admit(ApiRequest request) throws Problem {
        String token = request.token().orElse("");
        Optional<BoardGuid> guid = BoardGuid.parse(request.guid());
        boolean own = guid.isPresent() && tokens.isOf(guid.get(), token);
        if (!own && !tokens.isAdmin(token)) {
            throw unauthorized();
        }
        return guid.flatMap(boards::find)
                .orElseThrow(
                        () -> Problem.of(
                                403,
                                "Not ours",
                                "This gateway has no identity of that board. Put its identity file into the folder of identities."));
    }

    /** @throws Problem 401 for anyone but the administrator */
    void admitAdmin(ApiRequest request) throws Problem {
        if (!tokens.isAdmin(request.token().orElse(""))) {
            throw unauthorized();
        }
    }

    private static Problem unauthorized() {
        return Problem.of(401, "Not authorised", "Send the board's own token as 'Authorization: Bearer …'.");
    }
}
