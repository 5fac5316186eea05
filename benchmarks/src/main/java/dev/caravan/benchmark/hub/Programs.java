package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

import dev.caravan.benchmark.emulator.EmulatorProgram;

/** The options of a benchmark of the packaged hub beside the packaged emulator, and how both are started. */
final class Programs {

    @Option(names = "--heap", defaultValue = "320m", description = "of the hub (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(names = "--emulator-heap", defaultValue = "1g", description = "(default: ${DEFAULT-VALUE})")
    private String emulatorHeap = "";

    @Option(
            names = "--hub-jar",
            defaultValue = "routes/target/caravan-hub.jar",
            description = "(default: ${DEFAULT-VALUE})")
    private Path hubJar = Path.of("");

    @Option(
            names = "--emulator-jar",
            defaultValue = "azure-emulator/target/caravan-emulator.jar",
            description = "(default: ${DEFAULT-VALUE})")
    private Path emulatorJar = Path.of("");

    /** What the figures depend on, in a line. */
    String machine() {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        return "%d cores, Java %s, load %.2f before the start; hub with -Xmx%s%n"
                .formatted(machine.getAvailableProcessors(), Runtime.version(), machine.getSystemLoadAverage(), heap);
    }

    EmulatorProgram emulator(Path folder) throws IOException {
        return EmulatorProgram.start(emulatorJar, emulatorHeap, folder);
    }

    /** @param settings of the hub, besides those of every benchmark */
    HubProgram hub(Path folder, JsonNode emulator, String... settings) throws IOException {
        return HubProgram.start(hubJar, heap, folder, emulator, settings);
    }
}
