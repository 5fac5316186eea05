package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.benchmark.emulator.EmulatorProgram;
import dev.caravan.benchmark.emulator.Leaves;
import dev.caravan.benchmark.emulator.Pipeline;

/**
 * What a script after the vendor's samples does: one board after the other, keys and signatures by the JDK's own provider,
 * no ledger, no files, nothing to go on from after a crash. Run in a process of its own by {@link HubBench}.
 */
@Command(name = "vendor-sample", hidden = true, description = "The alternative that 'hub' compares itself with.")
public final class VendorSample implements Callable<Integer> {

    @Option(names = "--emulator", required = true, description = "endpoints.json of a running emulator")
    private Path emulator = Path.of("");

    @Option(names = "--boards", required = true, description = "boards to enroll")
    private int boards;

    @Option(names = "--bulk", description = "ten boards a call instead of one")
    private boolean bulk;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        var endpoints = new ObjectMapper().readTree(emulator.toFile());
        EmulatorProgram.reach(endpoints);
        var leaves = new Leaves(Security.getProvider("SunEC"), Instant.now());
        var pool = Executors.newSingleThreadExecutor();
        try {
            var hub = endpoints.path("hubs").get(0).asText();
            var pipeline = new Pipeline(EmulatorProgram.connection(endpoints), hub, leaves, pool, 1);
            var prefix = UUID.randomUUID() + "-";
            var seconds = bulk ? pipeline.seconds(prefix, boards) : pipeline.oneByOneSeconds(prefix, boards);
            spec.commandLine().getOut().println(seconds);
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            pool.shutdownNow();
        }
    }
}
