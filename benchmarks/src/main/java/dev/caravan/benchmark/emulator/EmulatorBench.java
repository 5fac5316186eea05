package dev.caravan.benchmark.emulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.certificate.CryptoProviders;

/**
 * Enrolls boards in turn against the trivial server and against the emulator, round by round, and compares the medians:
 * whatever slows the machine down meets both. Then reads enrollments one by one.
 */
@Command(
        name = "emulator",
        description = "Boards per second and requests per second of the emulator, beside a trivial server.",
        mixinStandardHelpOptions = true)
public final class EmulatorBench implements Callable<Integer> {

    /** The emulator must not be the bottleneck of what is measured against it. */
    private static final double LEAST_SHARE = 0.7;

    @Option(names = "--boards", defaultValue = "20000", description = "boards a round (default: ${DEFAULT-VALUE})")
    private int boards;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "rounds after the warm-up (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--threads",
            defaultValue = "4",
            description = "service clients at once (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--check",
            description = "exit status 1 when the emulator reaches less than 70 %% of the trivial server")
    private boolean check;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var out = out();
        var providers = CryptoProviders.choose();
        var leaves = new Leaves(providers.signer(), Instant.now());
        out.println(providers.choice());
        var pool = Executors.newFixedThreadPool(threads);
        try (var servers = new Servers(Files.createTempDirectory("caravan-bench"))) {
            var trivial = new Pipeline(Servers.trivialConnection(), Servers.HUB, leaves, pool, threads);
            var emulator = new Pipeline(servers.emulatorConnection(), Servers.HUB, leaves, pool, threads);
            var share = compare(servers, trivial, emulator);
            out.printf("reads: %,.0f enrollments/s, one GET each%n", boards / emulator.readSeconds("b-", boards));
            return check && share < LEAST_SHARE ? 1 : 0;
        } finally {
            pool.shutdownNow();
        }
    }

    private double compare(Servers servers, Pipeline trivial, Pipeline emulator) {
        List<Double> bare = new ArrayList<>();
        List<Double> emulated = new ArrayList<>();
        for (var round = 0; round <= rounds; round++) {
            servers.reset();
            var first = boards / trivial.seconds("b-", boards);
            var second = boards / emulator.seconds("b-", boards);
            out().printf(
                            "%s: trivial server %,.0f boards/s, emulator %,.0f boards/s%n",
                            round == 0 ? "warm-up" : "round " + round, first, second);
            if (round > 0) {
                bare.add(first);
                emulated.add(second);
            }
        }
        var share = median(emulated) / median(bare);
        out().printf(
                        "median: trivial server %,.0f boards/s, emulator %,.0f boards/s: %.0f %% (at least %.0f %%)%n",
                        median(bare), median(emulated), share * 100, LEAST_SHARE * 100);
        return share;
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private PrintWriter out() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec.commandLine().getOut();
    }
}
