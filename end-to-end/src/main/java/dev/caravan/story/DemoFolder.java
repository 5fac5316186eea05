package dev.caravan.story;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import dev.caravan.story.plant.Project;

/** A folder of its own for each run, and {@code target/demo/latest} that leads to the newest one. */
final class DemoFolder {

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    private DemoFolder() {}

    /**
     * Makes the folder.
     *
     * @param asked null for a new one below {@code target/demo}
     * @throws IllegalArgumentException when the folder is there already, or cannot be made
     */
    static Path make(Project project, @Nullable Path asked, Clock clock) {
        try {
            return asked == null ? makeBelow(project.root().resolve("target/demo"), clock) : make(asked);
        } catch (FileAlreadyExistsException there) {
            throw new IllegalArgumentException("--folder must not be there yet, but is: " + asked, there);
        } catch (IOException failure) {
            throw new IllegalArgumentException("cannot make a folder for the demo: " + failure, failure);
        }
    }

    private static Path make(Path folder) throws IOException {
        var absolute = folder.toAbsolutePath().normalize();
        var parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.createDirectory(absolute);
    }

    private static Path makeBelow(Path demos, Clock clock) throws IOException {
        var name = NAME.format(LocalDateTime.now(clock));
        var folder = demos.resolve(name);
        for (int number = 2; Files.exists(folder, LinkOption.NOFOLLOW_LINKS); number++) {
            folder = demos.resolve(name + "-" + number);
        }
        make(folder);
        var link = demos.resolve(name + ".latest");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, folder.getFileName());
        Files.move(link, demos.resolve("latest"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return folder;
    }
}
