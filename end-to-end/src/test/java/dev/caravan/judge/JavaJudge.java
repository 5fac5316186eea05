package dev.caravan.judge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The program. Cells come on standard input and are played several at a time; reports go to standard output. */
final class JavaJudge {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final int THREADS = 12;
    private static final long LIMIT_MINUTES = 5;

    private final Map<String, Part> parts = new HashMap<>();
    private final JsonNode endpoints;

    private JavaJudge(JsonNode endpoints) {
        this.endpoints = endpoints;
        ServiceParts.addTo(parts);
        GroupParts.addTo(parts);
        RegistrationParts.addTo(parts);
        DeviceParts.addTo(parts);
        HubParts.addTo(parts);
        BackEndParts.addTo(parts);
    }

    /** How one scenario is played: what was seen, or an exception when there was nothing to see. */
    interface Part {
        ObjectNode play(Task task) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        var judge = new JavaJudge(
                JSON.readTree(Path.of(arguments[arguments.length - 1]).toFile()));
        judge.playAll(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        // The SDKs leave threads behind that would keep the process.
        System.exit(0);
    }

    private void playAll(BufferedReader input) throws IOException, InterruptedException {
        var pool = Executors.newFixedThreadPool(THREADS);
        for (var line = input.readLine(); line != null; line = input.readLine()) {
            var task = new Task(JSON.readTree(line), endpoints);
            pool.execute(() -> play(task));
        }
        pool.shutdown();
        if (!pool.awaitTermination(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("not done within " + LIMIT_MINUTES + " minutes");
        }
    }

    private void play(Task task) {
        try {
            var part = parts.get(task.scenario());
            if (part == null) {
                task.failed("the Java judge does not know this scenario");
            } else {
                task.saw(part.play(task));
            }
        } catch (Exception | LinkageError failure) {
            task.failed(Refusals.text(failure));
        }
    }
}
