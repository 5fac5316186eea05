package dev.caravan.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import dev.caravan.story.plant.Azure;
import dev.caravan.story.plant.Hub;
import dev.caravan.story.plant.HubFolder;
import dev.caravan.story.plant.Project;

/** A fresh folder below {@code target/it} for one test, with an Azure in it; it stays for whoever looks at the logs. */
public record Scene(Project project, Path folder, Azure azure) implements AutoCloseable {

    public static Scene open(Class<?> test) throws IOException {
        var project = Project.find();
        var folder = freshFolder(project, test);
        return new Scene(project, folder, Azure.start(project, folder.resolve("azure"), folder.resolve("logs")));
    }

    public static Path freshFolder(Project project, Class<?> test) throws IOException {
        var parent = Files.createDirectories(project.root().resolve("end-to-end/target/it"));
        return Files.createTempDirectory(parent, test.getSimpleName() + "-");
    }

    public HubFolder prepareHub(String name) {
        return HubFolder.prepare(folder.resolve(name), azure.endpoints(), new SecureRandom());
    }

    /** The packaged hub, unpacked: see {@link QuickHub}. */
    public Hub startHub(HubFolder hub, String... settings) {
        try {
            return QuickHub.of(project).start(hub, logs(), List.of(), settings);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot unpack the hub", failure);
        }
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    @Override
    public void close() {
        azure.close();
    }
}
