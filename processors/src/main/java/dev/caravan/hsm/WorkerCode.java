package dev.caravan.hsm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The worker's classes in a folder of their own: it starts as quickly from the hub's jar as in a test. */
final class WorkerCode implements AutoCloseable {

    private static final List<Class<?>> CLASSES = List.of(Worker.class, Pkcs11.class, KeyList.class);

    private final Path folder;

    /** Only this user can write there. */
    WorkerCode() throws IOException {
        folder = Files.createTempDirectory("caravan-token-");
        for (var each : CLASSES) {
            var file = file(each);
            Files.createDirectories(file.resolveSibling("."));
            try (var code = each.getResourceAsStream(each.getSimpleName() + ".class")) {
                if (code == null) {
                    throw new IOException("the program has no class " + each.getName());
                }
                Files.copy(code, file);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** When the worker has answered once, it has loaded them. */
    @Override
    public void close() throws IOException {
        for (var each : CLASSES) {
            Files.deleteIfExists(file(each));
        }
        for (var inner = folder.resolve("dev/caravan/hsm");
                inner.startsWith(folder);
                inner = inner.resolve("..").normalize()) {
            Files.deleteIfExists(inner);
        }
    }

    private Path file(Class<?> each) {
        return folder.resolve(each.getName().replace('.', '/') + ".class");
    }
}
