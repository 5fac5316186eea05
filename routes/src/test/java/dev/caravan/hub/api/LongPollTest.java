package dev.caravan.hub.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class LongPollTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final LongPoll poll = new LongPoll();
    private final AtomicBoolean happened = new AtomicBoolean();

    @Test
    void readerHasTwoWaitsAtOnceAndOthersHaveTheirs() throws Exception {
        var bothWait = new CountDownLatch(4);
        var two = Stream.of(1, 2)
                .map(each -> CompletableFuture.supplyAsync(() -> poll.until(
                        "krone",
                        LONG,
                        () -> {
                            bothWait.countDown();
                            return happened.get();
                        },
                        Boolean::booleanValue)))
                .toList();
        bothWait.await();

        var refused = catchThrowableOfType(
                ProblemException.class, () -> poll.until("krone", LONG, happened::get, Boolean::booleanValue));
        assertThat(poll.until("krone", Duration.ZERO, happened::get, Boolean::booleanValue))
                .isFalse();
        var other =
                CompletableFuture.supplyAsync(() -> poll.until("lemken", LONG, happened::get, Boolean::booleanValue));
        happened.set(true);

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(refused.retryAfter()).isPositive();
        assertThat(two).allSatisfy(each -> assertThat(each.join()).isTrue());
        assertThat(other.join()).isTrue();
    }
}
