package dev.caravan.crash.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends the process as kill -9 would: no shutdown hook, no finally block. */
public final class Crash {

    private static final int AS_IF_KILLED = 137;
    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile Path armed = Path.of("");

    private Crash() {}

    static void arm(Path file, int times) {
        LEFT.set(times);
        armed = file;
    }

    /** Called at the moment that was chosen; public, because it is called from the program's own classes. */
    public static void here() {
        if (Files.exists(armed) && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(AS_IF_KILLED);
        }
    }
}
