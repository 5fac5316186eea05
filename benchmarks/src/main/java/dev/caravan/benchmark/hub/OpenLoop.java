package dev.caravan.benchmark.hub;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * Sends calls at fixed moments, whether those before were answered or not, as many independent callers do. Time counts
 * from a call's moment, so a wait for the sender is part of it.
 */
final class OpenLoop {

    private static final long FAILED = -1;

    private OpenLoop() {}

    /** @param call sends the call of that number, without waiting for its answer */
    static Latencies run(int calls, double perSecond, IntFunction<CompletableFuture<?>> call) {
        var interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var latencies = new long[calls];
        var failures = new AtomicReference<Throwable>();
        var answers = new CompletableFuture<?>[calls];
        var start = System.nanoTime();
        for (var number = 0; number < calls; number++) {
            var index = number;
            var moment = start + (long) (number * interval);
            awaitMoment(moment);
            answers[number] = call.apply(number).handle((answer, failure) -> {
                latencies[index] = failure == null ? System.nanoTime() - moment : FAILED;
                failures.compareAndSet(null, failure);
                return answer;
            });
        }
        CompletableFuture.allOf(answers).join();
        var seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        var answered = LongStream.of(latencies).filter(nanos -> nanos != FAILED).toArray();
        return new Latencies(answered, calls - answered.length, failures.get(), seconds);
    }

    private static void awaitMoment(long moment) {
        for (var left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
