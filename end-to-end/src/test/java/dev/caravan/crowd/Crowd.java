package dev.caravan.crowd;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Many boards on one line, a limited number of them connected at once; a place is free when a connection is closed. */
final class Crowd {

    private final Line line;
    private final String idScope;
    private final int places;
    private final Semaphore free;
    private final AtomicInteger most = new AtomicInteger();
    private final Map<String, RegistrationAnswer> answers = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    Crowd(Line line, String idScope, int places) {
        this.line = line;
        this.idScope = idScope;
        this.places = places;
        free = new Semaphore(places);
    }

    /**
     * What came of it.
     *
     * @param answers by registration id
     * @param failures by registration id, of boards that have no answer
     * @param mostAtOnce connections
     */
    record Result(
            Map<String, RegistrationAnswer> answers, Map<String, String> failures, int mostAtOnce, Duration time) {}

    /** Each board registers once; returns when the last connection is closed. */
    Result register(List<Board> boards) {
        var begin = System.nanoTime();
        for (var board : boards) {
            free.acquireUninterruptibly();
            most.accumulateAndGet(places - free.availablePermits(), Math::max);
            register(board);
        }
        free.acquireUninterruptibly(places);
        return new Result(answers, failures, most.get(), Duration.ofNanos(System.nanoTime() - begin));
    }

    private void register(Board board) {
        var conversation = new Conversation(board.id(), idScope);
        var told = conversation.answer().whenComplete((answer, failure) -> {
            if (failure == null) {
                answers.put(board.id(), answer);
            } else {
                failures.put(board.id(), failure.toString());
            }
        });
        line.open(board, conversation).closeFuture().addListener(closed -> {
            conversation.answer().completeExceptionally(new CompletionException("closed", null));
            told.handle((answer, failure) -> answer).join();
            free.release();
        });
    }
}
