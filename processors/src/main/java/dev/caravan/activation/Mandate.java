package dev.caravan.activation;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Activation;
import dev.caravan.board.Board;
import dev.caravan.board.BoardState;
import dev.caravan.ledger.Boards;

/** What an activation stands on. Where it holds no more, somebody else has the say, and nothing further is done. */
interface Mandate {

    boolean holds();

    /** Records that it is carried out, and ends it. @return empty if it holds no more; then nothing is recorded */
    Optional<Board> end(@Nullable String assignedHub);

    /** That somebody has asked for it, until a deactivation or the like is begun, or it is settled. */
    record Asked(Boards boards, Boards.Intent intent) implements Mandate {
        @Override
        public boolean holds() {
            return boards.isStill(intent);
        }

        @Override
        public Optional<Board> end(@Nullable String assignedHub) {
            return boards.activated(intent, assignedHub);
        }
    }

    /** That the board is taking the place of another. */
    record TakingOver(Boards boards, Board board, Activation asked) implements Mandate {
        @Override
        public boolean holds() {
            return boards.find(board.guid())
                    .filter(now -> now.state() == BoardState.TAKING_OVER)
                    .isPresent();
        }

        @Override
        public Optional<Board> end(@Nullable String assignedHub) {
            return Optional.of(boards.activated(board.guid(), asked, assignedHub));
        }
    }
}
