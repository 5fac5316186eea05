package dev.caravan.hub.access;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkersTest {

    private static final int THREADS = 4;
    private static final int EACH = 3;

    private final Workers workers = started(new Workers(THREADS, EACH));
    private final CountDownLatch open = new CountDownLatch(1);

    private static Workers started(Workers workers) {
        workers.initialize();
        return workers;
    }

    @AfterEach
    void stop() {
        open.countDown();
        workers.shutdown();
    }

    @Test
    void whoeverSendsManyKeepsNobodyElseWaiting() throws Exception {
        var lemken = new CountDownLatch(1);
        for (var request = 0; request < 10; request++) {
            workers.execute("krone", this::held);
        }

        workers.execute("lemken", lemken::countDown);

        assertThat(lemken.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(workers.waiting("krone")).isEqualTo(10 - EACH);
        assertThat(workers.waiting("lemken")).isZero();
    }

    @Test
    void whereAllThreadsAreTakenPrincipalsTakeTurns() throws Exception {
        var one = started(new Workers(1, 1));
        Queue<String> order = new ConcurrentLinkedQueue<>();
        var done = new CountDownLatch(5);
        one.execute("krone", this::held);
        for (var request : List.of("krone 1", "krone 2", "krone 3", "lemken 1", "lemken 2")) {
            one.execute(request.substring(0, request.indexOf(' ')), () -> {
                order.add(request);
                done.countDown();
            });
        }

        open.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("krone 1", "lemken 1", "krone 2", "lemken 2", "krone 3");
        one.shutdown();
    }

    @Test
    void eachRequestIsWorkedOnceWhateverBecomesOfIt() throws Exception {
        var count = 2_000;
        var worked = new AtomicInteger();
        var done = new CountDownLatch(count);
        IntStream.range(0, count)
                .parallel()
                .forEach(request -> workers.execute("principal " + request % 7, () -> {
                    worked.incrementAndGet();
                    done.countDown();
                    if (request == 100) {
                        throw new IllegalStateException("a request that fails, which is meant");
                    }
                }));

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(worked).hasValue(count);
        assertThat(IntStream.range(0, 7).map(each -> workers.waiting("principal " + each)))
                .containsOnly(0);
    }

    private void held() {
        try {
            open.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
