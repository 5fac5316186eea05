package dev.caravan.emulator.junit5;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/** What JUnit may run at the same time, and what not. */
class ParallelTest {

    private static final AtomicInteger INSIDE = new AtomicInteger();
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    private static void alone(EmulatedAzure azure) {
        assertThat(INSIDE.incrementAndGet()).isOne();
        azure.control().reset();
        assertThat(INSIDE.decrementAndGet()).isZero();
    }

    @AzureEmulator
    static class First {
        @Test
        void one(EmulatedAzure azure) {
            alone(azure);
        }

        @Test
        void two(EmulatedAzure azure) {
            alone(azure);
        }
    }

    @AzureEmulator(hubs = "north")
    static class Second {
        @Test
        void one(EmulatedAzure azure) {
            alone(azure);
        }
    }

    /** Each test waits for the other, so it fails unless both run at once. */
    @AzureEmulator(shared = true)
    @Execution(ExecutionMode.CONCURRENT)
    static class Together {
        @Test
        void one(EmulatedAzure azure) throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
        }

        @Test
        void two(EmulatedAzure azure) throws Exception {
            BOTH.await(20, TimeUnit.SECONDS);
        }
    }

    private static void runInParallel(int tests, Class<?>... classes) {
        var kit = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (var each : classes) {
            kit.selectors(selectClass(each));
        }
        kit.execute().testEvents().assertStatistics(counts -> counts.succeeded(tests));
    }

    @Test
    void testsThatWouldResetEachOthersAzureRunOneAfterTheOther() {
        runInParallel(3, First.class, Second.class);
    }

    @Test
    void testsThatShareOneRunTogether() {
        runInParallel(2, Together.class);
    }
}
