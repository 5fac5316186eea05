package dev.caravan.benchmark.leaf;

import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.certificate.LeafMaking;
import dev.caravan.certificate.LeafMaking.Maker;

/** Each provider in a process of its own, one after the other, on one core and on two; then openssl on the same machine. */
@Command(
        name = "leaves",
        description =
                "Leaf certificates and sealed identities a second by each JCA provider, beside openssl. Ends with 0"
                        + " when the fastest provider reaches its goals.",
        mixinStandardHelpOptions = true)
public final class LeafBench implements Callable<Integer> {

    private static final int GOAL_UNCHECKED = 20_000;
    private static final int GOAL_CHECKED = 8_000;
    private static final int GOAL_SEALED = 5_000;
    private static final double GOAL_SCALING = 1.8;

    /** Seconds; on two cores, compiling has none for itself. */
    private static final int WARM_UP = 10;

    @Option(
            names = "--iterations",
            defaultValue = "4",
            description = "of one second each, after ten to warm up (default: ${DEFAULT-VALUE})")
    private int iterations;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, RunnerException {
        ForkedPrograms.allow();
        say("%-34s %12s %12s %8s", "a second", "one core", "two cores", "times");
        var openssl = Openssl.measure(1, iterations);
        var both = Openssl.measure(2, iterations);
        line("openssl speed: signatures, P-256", openssl.signatures(), both.signatures());
        line("openssl speed: verifications", openssl.verifications(), both.verifications());
        var unchecked = compare(LeafMaking.class, "unchecked", "key, certificate, PEM: ", openssl);
        var checked = compare(LeafMaking.class, "checked", "the same, checked: ", openssl);
        var sealed = compare(Sealing.class, "sealed", "identity sealed: ", openssl);
        boolean reached = unchecked.one() >= GOAL_UNCHECKED
                && checked.one() >= GOAL_CHECKED
                && unchecked.scaling() >= GOAL_SCALING
                && checked.scaling() >= GOAL_SCALING
                && sealed.one() >= GOAL_SEALED;
        say(
                "%s: %,d leaves, %,d checked, %,d sealed on one core; %.1f times as many leaves on two",
                reached ? "goals reached" : "GOALS MISSED", GOAL_UNCHECKED, GOAL_CHECKED, GOAL_SEALED, GOAL_SCALING);
        return reached ? 0 : 1;
    }

    private record Speed(double one, double two) {
        double scaling() {
            return two / one;
        }
    }

    /** @return the fastest provider's */
    private Speed compare(Class<?> benchmark, String method, String what, Openssl openssl) throws RunnerException {
        var speeds = new EnumMap<Maker, Speed>(Maker.class);
        for (var maker : Maker.values()) {
            var speed = new Speed(measure(benchmark, method, maker, 1), measure(benchmark, method, maker, 2));
            line(what + maker, speed.one(), speed.two());
            speeds.put(maker, speed);
        }
        var fastest = Collections.max(speeds.values(), Comparator.comparing(Speed::one));
        speeds.forEach((maker, speed) -> say("    the fastest, beside %s: %.1f", maker, fastest.one() / speed.one()));
        say("    and beside openssl's bare signatures: %.2f", fastest.one() / openssl.signatures());
        return fastest;
    }

    private double measure(Class<?> benchmark, String method, Maker maker, int threads) throws RunnerException {
        var options = new OptionsBuilder()
                .include(benchmark.getName() + "\\." + method + "$")
                .param("maker", maker.name())
                .threads(threads)
                .forks(1)
                .warmupIterations(WARM_UP)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).runSingle().getPrimaryResult().getScore();
    }

    private void line(String what, double one, double two) {
        say("%-34s %,12.0f %,12.0f %8.2f", what, one, two, two / one);
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        var out = spec.commandLine().getOut();
        out.printf(format + "%n", values);
        out.flush();
    }
}
