package dev.caravan.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Work on many things at once that waits more than it computes. */
final class SideBySide {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "side-by-side");
        thread.setDaemon(true);
        return thread;
    });

    private SideBySide() {}

    /** In the order given. The first failure is thrown; what has not begun by then never does. */
    static <A, B> List<B> map(List<A> all, int atOnce, Function<A, B> work) {
        if (atOnce == 1) {
            return all.stream().map(work).toList();
        }
        var tasks = all.stream()
                .map(each -> new FutureTask<>(() -> work.apply(each)))
                .toList();
        var next = new AtomicInteger();
        for (int thread = 0; thread < Math.min(atOnce, tasks.size()); thread++) {
            THREADS.execute(() -> {
                for (int index = next.getAndIncrement(); index < tasks.size(); index = next.getAndIncrement()) {
                    tasks.get(index).run();
                }
            });
        }
        try {
            var results = new ArrayList<B>(all.size());
            for (var task : tasks) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException own ? own : new IllegalStateException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        } finally {
            tasks.forEach(task -> task.cancel(false));
        }
    }
}
