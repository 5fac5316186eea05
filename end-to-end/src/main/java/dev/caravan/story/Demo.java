package dev.caravan.story;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import dev.caravan.story.plant.Plant;
import dev.caravan.story.plant.Project;

/** Runs the whole story on this machine. */
@Command(
        name = "caravan demo",
        description = "Emulated Azure, hub and device gateway on this machine; the whole story, each step checked.",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {

    private static final int UNTRUE = 1;
    private static final int CANNOT_START = 2;

    @Option(names = "--exit", description = "end after the last step instead of staying up to play with")
    private boolean exit;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "a fresh folder for this run (default: target/demo/<time>)")
    private @Nullable Path folder;

    private Demo() {}

    /** Exit status 0 when every step is true, 1 at the first that is not or when a program ended by itself, 2
     * when it cannot begin. */
    public static void main(String[] arguments) {
        var command = new CommandLine(new Demo()).setExecutionExceptionHandler((failure, line, result) -> {
            System.err.println("caravan demo: " + failure.getMessage());
            return CANNOT_START;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var project = Project.find();
        var fresh = DemoFolder.make(project, folder, Clock.systemDefaultZone());
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var narrator = new Narrator(
                out,
                Boolean.getBoolean("caravan.terminal"),
                fresh.resolve("logs").toString());
        try (var stage = new Stage(project, fresh, narrator)) {
            tell(stage.open(), project, narrator);
            if (exit) {
                return 0;
            }
            stage.stayOpen();
            return UNTRUE;
        } catch (StoryEndedException told) {
            return UNTRUE;
        }
    }

    private static void tell(Plant plant, Project project, Narrator narrator) {
        new Story(plant, project, narrator).tell();
        narrator.end();
    }
}
