package dev.caravan.ledger;

import java.util.Map;

import dev.caravan.board.BoardState;

/** How many rows of a batch stand where. */
public record BatchCounts(Map<BoardState, Long> boards, long rejected, long duplicate) {

    /** Boards in one state. */
    public long of(BoardState state) {
        return boards.getOrDefault(state, 0L);
    }

    /** Boards that DPS has, whatever has become of them since. */
    public long enrolled() {
        return boards.keySet().stream()
                .filter(BoardState::wasEnrolled)
                .mapToLong(this::of)
                .sum();
    }

    /** Boards whose work is not finished. */
    public long inProgress() {
        return of(BoardState.ACCEPTED) + of(BoardState.CERTIFIED);
    }
}
