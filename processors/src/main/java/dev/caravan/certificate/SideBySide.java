package dev.caravan.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/** Work on many things at once that waits more than it computes. */
final class SideBySide {

    private final Executor threads;

    SideBySide(Executor threads) {
        this.threads = threads;
    }

    /**
     * Begins all of it. What is done is taken in the order given, so many at a time, while the rest goes on. The first failure is
     * thrown; what has not begun by then never does.
     */
    <A, B> void work(List<A> all, Function<A, B> work, int portion, Consumer<List<B>> taken) {
        var tasks = all.stream()
                .map(each -> new FutureTask<>(() -> work.apply(each)))
                .toList();
        try {
            tasks.forEach(threads::execute);
            for (var from = 0; from < tasks.size(); from += portion) {
                taken.accept(done(tasks.subList(from, Math.min(tasks.size(), from + portion))));
            }
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException own ? own : new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        } finally {
            tasks.forEach(task -> task.cancel(false));
        }
    }

    private static <B> List<B> done(List<FutureTask<B>> tasks) throws ExecutionException, InterruptedException {
        var results = new ArrayList<B>(tasks.size());
        for (var task : tasks) {
            results.add(task.get());
        }
        return results;
    }
}
