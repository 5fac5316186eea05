package dev.caravan.story.plant;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.caravan.story.process.Eventually;
import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;
import dev.caravan.story.wire.HubApi;

/** A hub that runs. */
public final class Hub implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final String READY = "hub ready: ";

    private final Program program;
    private final HubFolder folder;
    private final HubApi api;

    private Hub(Program program, HubFolder folder, HubApi api) {
        this.program = program;
        this.folder = folder;
        this.api = api;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param arguments settings that go before those of the folder, such as {@code --caravan.chunk-rows=10}
     */
    public static Hub start(Project project, HubFolder folder, Path logs, String... arguments) {
        return ready(launch(project, folder, logs, arguments), folder);
    }

    /** Waits until a program that was launched is ready. */
    public static Hub ready(Program program, HubFolder folder) {
        try {
            var line = program.awaitLine(READY, START);
            var url = line.substring(READY.length(), line.indexOf("/swagger-ui/"));
            return new Hub(program, folder, new HubApi(url, folder.apiKey(), folder.authority()));
        } catch (RuntimeException failure) {
            program.close();
            throw failure;
        }
    }

    /** Starts it without waiting for anything. */
    public static Program launch(Project project, HubFolder folder, Path logs, String... arguments) {
        return launch(project, folder, logs, List.of(), arguments);
    }

    /** As {@link #launch(Project, HubFolder, Path, String...)}, with options for its Java machine. */
    public static Program launch(Project project, HubFolder folder, Path logs, List<String> jvm, String... arguments) {
        return launch(project.jar(Project.Jar.HUB), folder, logs, jvm, arguments);
    }

    /** The same with another jar than the packaged one. */
    public static Program launch(Path jar, HubFolder folder, Path logs, List<String> jvm, String... arguments) {
        return Program.start(plan(jar, folder, logs, jvm, arguments));
    }

    /** What {@link #launch} starts. */
    public static Launch plan(Path jar, HubFolder folder, Path logs, List<String> jvm, String... arguments) {
        return new Launch("hub", jar, "768m", folder.root(), logs, jvm, List.of(arguments));
    }

    /**
     * Waits until the batch is complete or stopped.
     *
     * @param glimpse called again and again meanwhile
     * @return whether it is complete; false if the hub has stopped it with an alarm
     */
    public boolean awaitEnd(String batch, Duration limit, Runnable glimpse) {
        var complete = folder.outbox(batch).resolve("summary.json");
        var stopped = folder.outbox(batch).resolve("ALARM.txt");
        return Eventually.find("the end of batch " + batch + " (" + complete + ")", limit, () -> {
            glimpse.run();
            return Files.exists(stopped)
                    ? Optional.of(false)
                    : Optional.of(true).filter(yes -> Files.exists(complete));
        });
    }

    public HubApi api() {
        return api;
    }

    public HubFolder folder() {
        return folder;
    }

    public Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
