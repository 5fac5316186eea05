package dev.caravan.story.plant;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;
import dev.caravan.story.wire.GatewayApi;

/** A device gateway that runs. */
public final class Gateway implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final String READY = "device gateway ready: ";

    private final Program program;
    private final GatewayFolder folder;
    private final String url;

    private Gateway(Program program, GatewayFolder folder, String url) {
        this.program = program;
        this.folder = folder;
        this.url = url;
    }

    /** Starts it and waits until it is ready. */
    public static Gateway start(Project project, GatewayFolder folder, Path logs, String... arguments) {
        var program = launch(project, folder, logs, arguments);
        try {
            var line = program.awaitLine(READY, START);
            return new Gateway(program, folder, line.substring(READY.length(), line.indexOf(',')));
        } catch (RuntimeException failure) {
            program.close();
            throw failure;
        }
    }

    /** Starts it without waiting for anything. */
    public static Program launch(Project project, GatewayFolder folder, Path logs, String... arguments) {
        return Program.start(new Launch(
                "gateway", project.jar(Project.Jar.GATEWAY), "384m", folder.root(), logs, List.of(arguments)));
    }

    /** The API for a board whose identity was put into the folder; waits until the gateway has taken it. */
    public GatewayApi board(String guid) {
        return new GatewayApi(url, guid, folder.awaitToken(guid));
    }

    public String url() {
        return url;
    }

    public GatewayFolder folder() {
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
