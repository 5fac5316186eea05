package dev.caravan.benchmark.hub;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.caravan.benchmark.emulator.EmulatorProgram;

/**
 * From the file in the inbox to {@code summary.json}: ledger, queue, synced identity files and report included, the
 * emulator unthrottled on the same machine. In turn with two alternatives, round by round: whatever slows the machine down
 * meets all three. The hub of a factory runs for months, so one process takes all rounds, after a batch that warms it up
 * and is told apart.
 */
@Command(
        name = "hub",
        description = "Boards per second of the hub, from the file to the report, beside what vendor samples do.",
        mixinStandardHelpOptions = true)
public final class HubBench implements Callable<Integer> {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double NANOS = 1e9;
    private static final int MICRO = 1_000;

    @Option(names = "--boards", defaultValue = "20000", description = "boards a round (default: ${DEFAULT-VALUE})")
    private int boards;

    @Option(
            names = "--warm-up-boards",
            defaultValue = "20000",
            description = "of the first batch, which a new process takes; 0 leaves it out (default: ${DEFAULT-VALUE})")
    private int warmUpBoards;

    @Option(
            names = "--alternative-boards",
            defaultValue = "2000",
            description = "boards a round of the alternatives; 0 leaves them out (default: ${DEFAULT-VALUE})")
    private int alternativeBoards;

    @Option(names = "--rounds", defaultValue = "3", description = "(default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--pieces",
            defaultValue = "10",
            description = "of a round whose speed is said (default: ${DEFAULT-VALUE})")
    private int pieces;

    @Option(
            names = "--stage-boards",
            defaultValue = "10000",
            description = "of the stages, each timed alone at the end; 0 leaves them out (default: ${DEFAULT-VALUE})")
    private int stageBoards;

    @Option(names = "--sealed", description = "as production delivers: each identity is sealed for a station")
    private boolean sealed;

    @Mixin
    private final Programs programs = new Programs();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        say("%s", programs.machine());
        var folder = Files.createTempDirectory("caravan-bench");
        List<Double> hub = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        List<Double> bulk = new ArrayList<>();
        try (var emulator = programs.emulator(folder.resolve("azure"));
                var program = programs.hub(folder.resolve("hub"), emulator.endpoints(), settings(folder))) {
            if (warmUpBoards > 0) {
                say("warm-up, a process that has just started:%n");
                hub(emulator, program, folder.resolve("warm-up.csv"), warmUpBoards);
            }
            for (var round = 1; round <= rounds; round++) {
                hub.add(hub(emulator, program, folder.resolve("batch-" + round + ".csv"), boards));
                if (alternativeBoards > 0) {
                    single.add(alternative(folder, false));
                    bulk.add(alternative(folder, true));
                }
                reset(emulator);
            }
        }
        sum("the hub, from file to report", hub);
        sum("one call a board, one after the other (vendor samples)", single);
        sum("ten boards a call, one after the other", bulk);
        return stageBoards > 0 ? stages() : 0;
    }

    /** What each stage costs, in the same run: the machine is the same. */
    private int stages() {
        say("%nThe stages, each alone and on one thread:%n");
        return spec().commandLine().getParent().execute("stages", "--boards=" + stageBoards);
    }

    private String[] settings(Path folder) throws IOException {
        var settings = new ArrayList<>(List.of("--caravan.dps.operations-per-minute=10000000"));
        if (sealed) {
            settings.add("--caravan.custody.station-certificates=" + StationFile.write(folder.resolve("station.pem")));
        }
        return settings.toArray(String[]::new);
    }

    /** Boards per second of one batch. */
    private double hub(EmulatorProgram emulator, HubProgram hub, Path file, int boards) throws IOException {
        rows(file, boards);
        var hubWorked = hub.processorTime();
        var emulatorWorked = emulator.processorTime();
        var from = System.nanoTime();
        hub.drop(file);
        follow(hub, file.getFileName().toString().replace(".csv", ""), boards, from);
        var seconds = (System.nanoTime() - from) / NANOS;
        say(
                "hub: %,d boards in %.1f s, %,.0f boards/s; processor time a board: hub %,d µs, emulator %,d µs;"
                        + " at most %,d MiB resident%n",
                boards,
                seconds,
                boards / seconds,
                hub.processorTime().minus(hubWorked).dividedBy(boards).toNanos() / MICRO,
                emulator.processorTime().minus(emulatorWorked).dividedBy(boards).toNanos() / MICRO,
                hub.peakMebibytes());
        return boards / seconds;
    }

    /** Says how fast each piece goes, so that a cost that grows would be seen. */
    private void follow(HubProgram hub, String name, int boards, long from) throws IOException {
        var piece = Math.max(1, boards / pieces);
        var said = 0L;
        var since = from;
        var first = true;
        var reading = true;
        while (!hub.isComplete(name)) {
            LockSupport.parkNanos(LOOK_NANOS);
            var batch = hub.batch(name);
            var now = System.nanoTime();
            var enrolled = batch.path("counts").path("enrolled").asLong();
            if (first && enrolled > 0) {
                first = false;
                say("  first boards enrolled after %.1f s%n", (now - from) / NANOS);
            }
            if (reading && batch.path("state").asText().equals("WORKING")) {
                reading = false;
                say("  last row read after %.1f s%n", (now - from) / NANOS);
            }
            if (enrolled - said >= piece) {
                say(
                        "  %,d boards: the last %,d at %,.0f boards/s; heap %d MiB after a collection%n",
                        enrolled, enrolled - said, (enrolled - said) * NANOS / (now - since), hub.heapMebibytes());
                said = enrolled;
                since = now;
            }
        }
    }

    private static void rows(Path file, int boards) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("guid,consignee,order\n");
            for (var board = 0; board < boards; board++) {
                out.write(UUID.randomUUID() + ",Northgate Presses,4711\n");
            }
        }
    }

    /** Boards per second of a process of its own. */
    private double alternative(Path folder, boolean bulk) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-jar",
                System.getProperty("java.class.path"),
                "vendor-sample",
                "--emulator=" + folder.resolve("azure/endpoints.json"),
                "--boards=" + alternativeBoards));
        if (bulk) {
            command.add("--bulk");
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = process.inputReader()) {
            var seconds = out.readLine();
            if (seconds == null) {
                throw new IOException("the alternative has ended without a figure");
            }
            return alternativeBoards / Double.parseDouble(seconds);
        } finally {
            process.destroy();
        }
    }

    private static void reset(EmulatorProgram emulator) throws IOException {
        try {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            emulator.endpoints().path("control").asText() + "/reset"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void sum(String name, List<Double> figures) {
        if (!figures.isEmpty()) {
            var sorted = figures.stream().sorted().toList();
            say(
                    "%s: median %,.0f boards/s (%,.0f to %,.0f)%n",
                    name, sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
        }
    }

    private void say(String format, Object... values) {
        spec().commandLine().getOut().printf(format, values);
        spec().commandLine().getOut().flush();
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        return spec;
    }
}
