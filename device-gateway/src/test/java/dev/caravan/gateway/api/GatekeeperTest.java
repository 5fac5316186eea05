package dev.caravan.gateway.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.caravan.gateway.board.HostedBoard;
import dev.caravan.gateway.board.ScriptedAzure;
import dev.caravan.gateway.board.TestBoards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatekeeperTest {

    private static final String OTHER = "bbbbbbbb-0000-4000-8000-000000000002";

    private final HostedBoard board = TestBoards.connected(new ScriptedAzure.Session());

    @TempDir
    Path data;

    private ApiCases cases;

    @BeforeEach
    void cases() {
        cases = new ApiCases(data);
    }

    @Test
    void boardsTokenAndAdminsTokenAreAdmitted() throws Exception {
        Gatekeeper gatekeeper = cases.gatekeeper(board);

        assertThat(gatekeeper.admit(request(ApiCases.GUID, cases.boardToken()))).isSameAs(board);
        assertThat(gatekeeper.admit(request(ApiCases.GUID, cases.adminToken()))).isSameAs(board);
    }

    @Test
    void wrongTokenLearnsTheSameAboutABoardThatIsHereAsAboutOneThatIsNot() {
        Gatekeeper gatekeeper = cases.gatekeeper(board);
        Problem here = refusal(gatekeeper, request(ApiCases.GUID, "guess"));
        Problem elsewhere = refusal(gatekeeper, request(OTHER, cases.boardToken()));
        Problem nonsense = refusal(gatekeeper, request("x", cases.boardToken()));
        Problem nothing = refusal(gatekeeper, new ApiRequest(ApiCases.GUID, Optional.empty(), "", Map.of()));

        assertThat(here.json())
                .isEqualTo(elsewhere.json())
                .isEqualTo(nonsense.json())
                .isEqualTo(nothing.json());
        assertThat(here.status()).isEqualTo(401);
    }

    @Test
    void adminIsToldThatABoardIsNotOurs() {
        assertThat(refusal(cases.gatekeeper(null), request(OTHER, cases.adminToken()))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void listIsForTheAdminOnly() throws Exception {
        Gatekeeper gatekeeper = cases.gatekeeper(board);

        gatekeeper.admitAdmin(request("", cases.adminToken()));
        assertThatThrownBy(() -> gatekeeper.admitAdmin(request("", cases.boardToken())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(401));
    }

    private static Problem refusal(Gatekeeper gatekeeper, ApiRequest request) {
        try {
            gatekeeper.admit(request);
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("admitted");
    }

    private static ApiRequest request(String guid, String token) {
        return new ApiRequest(guid, Optional.of(token), "", Map.of());
    }
}
