package dev.caravan.story;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;
import dev.caravan.story.process.Launch;
import dev.caravan.story.process.Program;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The packaged hub, taken apart by its own tool and with its classes in an archive of the Java machine. It is the same
 * program, and starts in a third of the time: what is killed thirty times is started thirty times.
 */
public final class QuickHub {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static @Nullable QuickHub here;

    private final Path home;

    private QuickHub(Path home) {
        this.home = home;
    }

    /** Made once for each packaged hub, by whichever process of the tests comes first; later calls find it. */
    @SuppressWarnings("try") // the lock is only held
    public static synchronized QuickHub of(Project project) throws IOException {
        if (here != null) {
            return here;
        }
        var packaged = project.jar(Project.Jar.HUB);
        var target = project.root().resolve("end-to-end/target");
        try (var file = FileChannel.open(target.resolve("quick-hub.lock"), CREATE, WRITE);
                var lock = file.lock()) {
            var made = of(project, packaged, target);
            here = made;
            return made;
        }
    }

    private static QuickHub of(Project project, Path packaged, Path target) throws IOException {
        // Not by its time, which is the same for each build.
        var home = target.resolve("quick-hub-" + sha256(packaged));
        var quick = new QuickHub(home);
        if (!Files.exists(quick.archive())) {
            quick.unpack(packaged);
            quick.rehearse(project);
        }
        return quick;
    }

    private static String sha256(Path file) throws IOException {
        try (var bytes = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void unpack(Path packaged) throws IOException {
        var arguments = List.of(
                "extract", "--force", "--destination", home.resolve("program").toString());
        try (var tool = Program.start(
                new Launch("unpack", packaged, "256m", home, home, List.of("-Djarmode=tools"), arguments))) {
            tool.awaitExit(LIMIT);
        }
        PlainJar.rewriteSigned(home.resolve("program/lib"));
    }

    /** At its end the Java machine writes down the classes that it has loaded, those of a board's way among them. */
    private void rehearse(Project project) {
        var record = List.of("-XX:ArchiveClassesAtExit=" + archive());
        try (var azure = Azure.start(project, home.resolve("azure"), home)) {
            var folder = HubFolder.prepare(home.resolve("rehearsal"), azure.endpoints(), new SecureRandom());
            try (var hub = Hub.ready(Hub.launch(jar(), folder, home, record), folder)) {
                folder.drop("rehearsal.csv", Sheets.random(1, 1).text());
                hub.awaitEnd("rehearsal", LIMIT, () -> hub.api().batch("rehearsal"));
                hub.program().terminate();
                hub.program().awaitExit(LIMIT);
            }
        }
    }

    /** Starts it without waiting for anything. */
    public Program launch(HubFolder folder, Path logs, List<String> jvm, String... settings) {
        return launch(folder, logs, jvm, Map.of(), settings);
    }

    /** The same with these variables in its environment. */
    public Program launch(
            HubFolder folder, Path logs, List<String> jvm, Map<String, String> environment, String... settings) {
        return Program.start(
                Hub.plan(jar(), folder, logs, options(jvm), settings).in(environment));
    }

    /** Starts it and waits until it is ready. */
    public Hub start(HubFolder folder, Path logs, List<String> jvm, String... settings) {
        return Hub.ready(launch(folder, logs, jvm, settings), folder);
    }

    /** One of its commands, such as {@code backup}, as an operator calls it in the hub's folder. */
    public Program command(HubFolder folder, Path logs, String... arguments) {
        return Program.start(
                new Launch(arguments[0], jar(), "256m", folder.root(), logs, options(List.of()), List.of(arguments)));
    }

    private List<String> options(List<String> jvm) {
        var options = new ArrayList<>(jvm);
        options.add("-XX:SharedArchiveFile=" + archive());
        return options;
    }

    private Path jar() {
        return home.resolve("program/caravan-hub.jar");
    }

    private Path archive() {
        return home.resolve("classes.jsa");
    }
}
