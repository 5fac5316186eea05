package dev.caravan.board;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BoardStateTest {

    @Test
    void statesFollowEachOtherAsDrawn() {
        var table = Arrays.stream(BoardState.values())
                .map(state -> state + " " + state.next())
                .collect(Collectors.joining("\n"));

        assertThat(table).isEqualTo("""
                        ACCEPTED [AWAITING, CERTIFIED, PARKED]
                        AWAITING [ACCEPTED, DECOMMISSIONING]
                        CERTIFIED [CERTIFIED, ENROLLED, PARKED]
                        ENROLLED [ACTIVATED, TAKING_OVER, REVOKING, REISSUING, DECOMMISSIONING, PARKED]
                        ACTIVATED [ACTIVATED, REGISTERED, DEACTIVATING, REPLACING, REVOKING, DECOMMISSIONING]
                        REGISTERED [REGISTERED, DEACTIVATING, REPLACING, REVOKING, DECOMMISSIONING]
                        DEACTIVATING [DEACTIVATED]
                        DEACTIVATED [ACTIVATED, REGISTERED, DEACTIVATING, REPLACING, HANDING_OVER, REVOKING, REISSUING, DECOMMISSIONING]
                        REPLACING [DEACTIVATING, REPLACED]
                        TAKING_OVER [ACTIVATED, DECOMMISSIONING]
                        REPLACED [DECOMMISSIONING]
                        HANDING_OVER [ENROLLED]
                        REVOKING [REVOKED]
                        REVOKED [REPLACING, REVOKING, REISSUING, DECOMMISSIONING]
                        REISSUING [ENROLLED, DEACTIVATED]
                        DECOMMISSIONING [DECOMMISSIONED]
                        DECOMMISSIONED []
                        PARKED [ACCEPTED, CERTIFIED, ENROLLED, REISSUING, DECOMMISSIONING]""");
    }

    @Test
    void onlyABoardThatDpsHasCanBeActivated() {
        assertThat(Arrays.stream(BoardState.values()).filter(BoardState::activatable))
                .containsExactly(
                        BoardState.ENROLLED, BoardState.ACTIVATED, BoardState.REGISTERED, BoardState.DEACTIVATED);
    }
}
