package dev.caravan.hub.api;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.caravan.board.Board;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final @Nullable Duration retryAfter;
    private final @Nullable String etag;

    ProblemException(Problem problem) {
        this(problem, null);
    }

    /** @param retryAfter when the same request may be made again; null if that would not help */
    ProblemException(Problem problem, @Nullable Duration retryAfter) {
        this(problem, retryAfter, null);
    }

    private ProblemException(Problem problem, @Nullable Duration retryAfter, @Nullable String etag) {
        super(problem.detail());
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.etag = etag;
    }

    /** Of a request that would be carried out if it named the version that the board has now. */
    static ProblemException about(Board board, Problem problem) {
        return new ProblemException(problem, null, IfMatch.tag(board.version()));
    }

    Problem problem() {
        return problem;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    @Nullable
    String etag() {
        return etag;
    }
}
