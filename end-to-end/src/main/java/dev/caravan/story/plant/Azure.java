package dev.caravan.story.plant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;
import dev.caravan.story.wire.EmulatorControl;

/** The emulated Azure: one DPS and two IoT Hubs. */
public final class Azure implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Program program;
    private final AzureEndpoints endpoints;
    private final EmulatorControl control;

    private Azure(Program program, AzureEndpoints endpoints) {
        this.program = program;
        this.endpoints = endpoints;
        this.control = new EmulatorControl(endpoints.control());
    }

    /** Starts it and waits until it listens. */
    public static Azure start(Project project, Path folder, Path logs) {
        return start(project, folder, logs, List.of());
    }

    /** The same with more options of the emulator's command line. */
    public static Azure start(Project project, Path folder, Path logs, List<String> options) {
        List<String> arguments =
                new ArrayList<>(List.of("--out", folder.toAbsolutePath().toString()));
        arguments.addAll(options);
        var program = Program.start(
                new Launch("emulator", project.jar(Project.Jar.EMULATOR), "512m", folder, logs, arguments));
        try {
            program.awaitLine("azure-emulator ready:", START);
            return new Azure(program, AzureEndpoints.read(folder.resolve("endpoints.json")));
        } catch (RuntimeException failure) {
            program.close();
            throw failure;
        }
    }

    public AzureEndpoints endpoints() {
        return endpoints;
    }

    public EmulatorControl control() {
        return control;
    }

    /** The hub that is not everybody's default. */
    public String secondHub() {
        return endpoints.hubs().get(1);
    }

    public String firstHub() {
        return endpoints.hubs().get(0);
    }

    public Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
