package dev.caravan.story.plant;

import java.nio.file.Files;
import java.nio.file.Path;

/** The project's folder, where the packaged programs and the sample batches lie. */
public record Project(Path root) {

    /** The programs. */
    public enum Jar {
        EMULATOR("azure-emulator/target/caravan-emulator.jar"),
        HUB("routes/target/caravan-hub.jar"),
        GATEWAY("device-gateway/target/caravan-gateway.jar"),
        DEMO("end-to-end/target/caravan-demo.jar");

        private final String path;

        Jar(String path) {
            this.path = path;
        }
    }

    /** The working folder, or the nearest one above it that is the project's. */
    public static Project find() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml")) && Files.isDirectory(folder.resolve("config/batches"))) {
                return new Project(folder);
            }
        }
        throw new IllegalStateException("this must run in the project's folder, or below it; it runs in "
                + Path.of("").toAbsolutePath());
    }

    /** @throws IllegalStateException when it is not built */
    public Path jar(Jar jar) {
        var file = root.resolve(jar.path);
        if (!Files.exists(file)) {
            throw new IllegalStateException(
                    file + " is not there; build it in " + root + " with mvn -DskipTests package");
        }
        return file;
    }

    /** One of the sample batches. */
    public Path batch(String name) {
        return root.resolve("config/batches").resolve(name);
    }
}
