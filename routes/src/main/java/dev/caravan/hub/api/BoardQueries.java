package dev.caravan.hub.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.caravan.access.Reach;
import dev.caravan.board.Board;
import dev.caravan.board.BoardGuid;
import dev.caravan.hub.api.Problem.Kind;
import dev.caravan.ledger.Batch;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.BoardsInReach;
import dev.caravan.progress.BatchProblems;
import dev.caravan.progress.Pace;

/** Answers the questions about boards and batches. Parameters come as text; a bad one is a problem that names it. */
public final class BoardQueries {

    static final int MOST = 1000;
    private static final int BY_DEFAULT = 100;

    private final BoardsInReach boards;
    private final Batches batches;
    private final BatchProblems problems;
    private final Pace pace;

    public BoardQueries(BoardsInReach boards, Batches batches, BatchProblems problems, Pace pace) {
        this.boards = boards;
        this.batches = batches;
        this.problems = problems;
        this.pace = pace;
    }

    BoardView board(Reach reach, String guid) {
        var board = seen(reach, guid);
        return BoardView.of(reach instanceof Reach.Consignees ? board.forManufacturer() : board);
    }

    /** The board, if it is in reach; a board that is not is answered as one that does not exist. */
    Board seen(Reach reach, String guid) {
        return boards.find(reach, guid(guid)).orElseThrow(() -> unknownBoard(guid));
    }

    BatchView batch(String id) {
        return batches.find(id)
                .map(batch -> BatchView.of(
                        batch, batches.counts(id), problems(batch), pace.of(id).orElse(null)))
                .orElseThrow(() -> unknownBatch(id));
    }

    private List<String> problems(Batch batch) {
        return switch (batch.state()) {
            case READING, WORKING -> problems.ofOpen(batch.id());
            case STOPPED, COMPLETE -> problems.ofOther(batch.id());
        };
    }

    BatchPage batches(@Nullable String state, @Nullable String after, @Nullable String limit) {
        var most = limit(limit);
        var last = after == null ? null : batches.find(after).orElseThrow(() -> unknownPlace(after));
        var page = batches.list(state(state), last, most);
        return new BatchPage(
                page.stream().map(batch -> batch(batch.id())).toList(),
                page.size() < most ? null : page.get(most - 1).id());
    }

    private static Batch.@Nullable State state(@Nullable String text) {
        try {
            return text == null ? null : Batch.State.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException wrong) {
            throw ApiJson.invalid("parameter 'state' must be one of " + Arrays.toString(Batch.State.values())
                    + ", but is '" + text + "'");
        }
    }

    private static ProblemException unknownPlace(String after) {
        return ApiJson.invalid("parameter 'after' must be 'next' of the page before, but is '" + after
                + "'; leave it out for the first page");
    }

    static BoardGuid guid(String text) {
        try {
            return BoardGuid.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw ApiJson.invalid("'" + text + "' " + wrong.getMessage());
        }
    }

    static ProblemException unknownBoard(String guid) {
        return new ProblemException(Problem.of(Kind.UNKNOWN_BOARD, "There is no board " + guid));
    }

    static ProblemException unknownBatch(String id) {
        return new ProblemException(
                Problem.of(Kind.UNKNOWN_BATCH, "There is no batch '" + id + "'; GET /api/v1/batches lists them"));
    }

    static int limit(@Nullable String text) {
        try {
            var limit = text == null ? BY_DEFAULT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException wrong) {
            // answered below, with every other bad value
        }
        throw ApiJson.invalid("parameter 'limit' must be 1 to " + MOST + ", but is '" + text + "'");
    }
}
