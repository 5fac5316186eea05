package dev.caravan.hub.home;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Another process that holds a data folder, until it is told to end. */
final class LockHolder {

    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (var held = DataFolderLock.take(Path.of(arguments[0]), Instant.EPOCH)) {
            System.out.println(held == null ? "not held" : "held");
            System.in.read();
        }
    }
}
