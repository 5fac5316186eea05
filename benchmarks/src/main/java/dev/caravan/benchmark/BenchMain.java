package dev.caravan.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import dev.caravan.benchmark.emulator.CapacityBench;
import dev.caravan.benchmark.emulator.EmulatorBench;
import dev.caravan.benchmark.hub.ActivationBench;
import dev.caravan.benchmark.hub.HubBench;
import dev.caravan.benchmark.hub.StageBench;
import dev.caravan.benchmark.hub.TokenBench;
import dev.caravan.benchmark.hub.VendorSample;
import dev.caravan.benchmark.leaf.LeafBench;
import dev.caravan.benchmark.ledger.ListBench;

/** {@code ./caravan bench NAME}; each benchmark prints its own figures and the machine they are from. */
@Command(
        name = "caravan bench",
        description = "Benchmarks; nothing else should run on the machine meanwhile.",
        mixinStandardHelpOptions = true,
        subcommands = {
            EmulatorBench.class,
            CapacityBench.class,
            HubBench.class,
            ActivationBench.class,
            StageBench.class,
            TokenBench.class,
            LeafBench.class,
            ListBench.class,
            VendorSample.class
        })
final class BenchMain {

    private BenchMain() {}

    /** Ends with 0 when the benchmark ran to its end and its own check, where it has one, held. */
    public static void main(String[] arguments) {
        // The service client has no connect time-out, and a repeated POST would be counted twice.
        System.setProperty("sun.net.client.defaultConnectTimeout", "10000");
        System.setProperty("sun.net.http.retryPost", "false");
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }
}
