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
                        ACCEPTED [CERTIFIED, PARKED]
                        CERTIFIED [CERTIFIED, ENROLLED, PARKED]
                        ENROLLED [ACTIVATED, PARKED]
                        ACTIVATED [ACTIVATED, REGISTERED]
                        REGISTERED [REGISTERED]
                        PARKED [ACCEPTED, CERTIFIED, ENROLLED]""");
    }

    @Test
    void onlyABoardThatDpsHasCanBeActivated() {
        assertThat(Arrays.stream(BoardState.values()).filter(BoardState::activatable))
                .containsExactly(BoardState.ENROLLED, BoardState.ACTIVATED, BoardState.REGISTERED);
    }
}
