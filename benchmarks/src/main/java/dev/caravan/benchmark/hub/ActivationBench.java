package dev.caravan.benchmark.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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
 * Activations over REST at a steady pace, in turn with the bare vendor client's GET and PUT at the same pace: packaged hub
 * and unthrottled emulator as processes on this machine, boards enrolled by a batch before. Times count from the moment
 * when a call was to be sent.
 */
@Command(
        name = "activations",
        description = "Latencies of activations at a steady pace, beside the bare SDK's GET and PUT.",
        mixinStandardHelpOptions = true)
public final class ActivationBench implements Callable<Integer> {

    private static final double GOAL_MILLIS = 250;
    private static final int DPS_CALLS = 3;
    private static final double SPARE = 1.25;
    private static final int HTTP_LIMIT = 1_000_000;

    @Option(names = "--rate", defaultValue = "200", description = "activations a second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(names = "--seconds", defaultValue = "60", description = "of a round (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "90",
            description =
                    "of the first round, which a new process takes and which does not count (default: ${DEFAULT-VALUE})")
    private int warmUpSeconds;

    @Option(names = "--rounds", defaultValue = "2", description = "(default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--sdk-clients",
            defaultValue = "4",
            description = "of the bare SDK; each makes one call at a time (default: ${DEFAULT-VALUE})")
    private int sdkClients;

    @Mixin
    private final Programs programs = new Programs();

    @Spec
    private @Nullable CommandSpec spec;

    private final HttpClient client = HttpClient.newHttpClient();

    /** @return 0 if no call has failed and the goal was met in every round */
    @Override
    public Integer call() throws IOException {
        say("%s", programs.machine());
        var folder = Files.createTempDirectory("caravan-bench");
        try (var emulator = programs.emulator(folder.resolve("azure"));
                var hub = programs.hub(
                        folder.resolve("hub"),
                        emulator.endpoints(),
                        "--caravan.dps.operations-per-minute=" + (int) (rate * 60 * DPS_CALLS * SPARE),
                        "--caravan.http.limits.principal-per-second=" + HTTP_LIMIT,
                        "--caravan.http.limits.address-per-second=" + HTTP_LIMIT);
                var sdk = new BareSdk(emulator.connection(), iotHub(emulator), sdkClients)) {
            var boards =
                    enroll(hub, folder.resolve("boards.csv"), calls(2 * warmUpSeconds) + 2 * rounds * calls(seconds));
            say("warm-up, a process that has just started:%n");
            hub(emulator, hub, boards, calls(warmUpSeconds));
            sdk(sdk, boards, calls(warmUpSeconds));
            var met = true;
            for (var round = 1; round <= rounds; round++) {
                say("round %d:%n", round);
                met &= isGood(hub(emulator, hub, boards, calls(seconds)));
                sdk(sdk, boards, calls(seconds));
            }
            say(
                    "p99 under %.0f ms at %.0f/s and no failure, in every round: %s%n",
                    GOAL_MILLIS, rate, met ? "met" : "MISSED");
            return met ? 0 : 1;
        }
    }

    private static String iotHub(EmulatorProgram emulator) {
        return emulator.endpoints().path("hubs").get(0).asText();
    }

    private int calls(int seconds) {
        return (int) (rate * seconds);
    }

    /** Boards that are enrolled now; whoever takes one takes it from the end. */
    private List<String> enroll(HubProgram hub, Path file, int count) throws IOException {
        var boards = new ArrayList<String>();
        for (var board = 0; board < count; board++) {
            boards.add(UUID.randomUUID().toString());
        }
        Files.write(file, List.of("guid\n" + String.join("\n", boards)));
        var from = System.nanoTime();
        hub.drop(file);
        while (!hub.isComplete("boards")) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        say("%,d boards enrolled in %.0f s%n", count, (System.nanoTime() - from) / 1e9);
        return boards;
    }

    private static List<String> take(List<String> boards, int count) {
        var end = boards.subList(boards.size() - count, boards.size());
        var taken = List.copyOf(end);
        end.clear();
        return taken;
    }

    private Latencies hub(EmulatorProgram emulator, HubProgram hub, List<String> boards, int calls) {
        var taken = take(boards, calls);
        var hubWorked = hub.processorTime();
        var emulatorWorked = emulator.processorTime();
        var body =
                "{\"iotHub\":\"" + iotHub(emulator) + "\",\"tags\":{\"site\":\"Brno\"},\"desired\":{\"interval\":30}}";
        var latencies = OpenLoop.run(calls, rate, number -> activate(hub, taken.get(number), body));
        say("  the hub: %s%n", latencies.words());
        say(
                "    processor time an activation: hub %,d µs, emulator %,d µs%n",
                hub.processorTime().minus(hubWorked).dividedBy(calls).toNanos() / 1_000,
                emulator.processorTime().minus(emulatorWorked).dividedBy(calls).toNanos() / 1_000);
        return latencies;
    }

    private CompletableFuture<?> activate(HubProgram hub, String board, String body) {
        try {
            var request = hub.request("/boards/" + board + "/activation")
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body))
                    .build();
            return client.sendAsync(request, BodyHandlers.ofString()).thenAccept(answer -> {
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.body());
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void sdk(BareSdk sdk, List<String> boards, int calls) {
        var taken = take(boards, calls);
        say(
                "  the bare SDK, GET and PUT: %s%n",
                OpenLoop.run(calls, rate, number -> sdk.activate(taken.get(number)))
                        .words());
    }

    private static boolean isGood(Latencies latencies) {
        return latencies.failed() == 0 && latencies.millis(0.99) < GOAL_MILLIS;
    }

    private void say(String format, Object... values) {
        if (spec == null) {
            throw new IllegalStateException("not called by picocli");
        }
        spec.commandLine().getOut().printf(format, values);
        spec.commandLine().getOut().flush();
    }
}
