package dev.caravan.benchmark.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.certificate.CryptoProviders;

/** Fills a packaged emulator with enrollments over HTTPS, under the heap that it is promised to need. */
@Command(
        name = "capacity",
        description = "How long the emulator takes to be ready, and what a million enrollments cost it.",
        mixinStandardHelpOptions = true)
public final class CapacityBench implements Callable<Integer> {

    private static final int STEPS = 10;

    @Option(names = "--boards", defaultValue = "1000000", description = "enrollments (default: ${DEFAULT-VALUE})")
    private int boards;

    @Option(names = "--heap", defaultValue = "2g", description = "of the emulator (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(
            names = "--threads",
            defaultValue = "4",
            description = "service clients at once (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--emulator-jar",
            defaultValue = "azure-emulator/target/caravan-emulator.jar",
            description = "the emulator's program (default: ${DEFAULT-VALUE})")
    private Path jar = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var leaves = new Leaves(CryptoProviders.choose().signer(), Instant.now());
        var pool = Executors.newFixedThreadPool(threads);
        try (var emulator = EmulatorProgram.start(jar, heap, Files.createTempDirectory("caravan-bench"))) {
            say(
                    "ready %.2f s after the start of its process%n",
                    emulator.untilReady().toMillis() / 1000.0);
            var pipeline = new Pipeline(emulator.connection(), Servers.HUB, leaves, pool, threads);
            fill(emulator, pipeline);
            var read = Math.min(boards / STEPS, 10_000);
            say("reads: %,.0f enrollments/s, one GET each%n", read / pipeline.readSeconds("b0-", read));
            return 0;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Each tenth is said, so that a cost that grows would be seen. */
    private void fill(EmulatorProgram emulator, Pipeline pipeline) throws IOException {
        var each = boards / STEPS;
        for (var step = 0; step < STEPS; step++) {
            var speed = each / pipeline.seconds("b" + step + "-", each);
            say(
                    "%,d enrollments: the last %,d at %,.0f boards/s, %,d MiB resident with -Xmx%s%n",
                    (step + 1) * each, each, speed, emulator.residentMebibytes(), heap);
        }
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        spec.commandLine().getOut().printf(format, values);
        spec.commandLine().getOut().flush();
    }
}
