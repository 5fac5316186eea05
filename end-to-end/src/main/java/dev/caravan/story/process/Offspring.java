package dev.caravan.story.process;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Children that run. When this process ends, by itself or by a signal, they end before it. */
final class Offspring {

    private static final long PATIENCE_SECONDS = 10;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Offspring::endAll, "end-children"));
    }

    private Offspring() {}

    static void add(Process child) {
        RUNNING.add(child);
        child.onExit().thenAccept(RUNNING::remove);
    }

    private static void endAll() {
        RUNNING.forEach(Process::destroy);
        RUNNING.forEach(Offspring::end);
    }

    /** SIGTERM, and SIGKILL when that did not help in time. */
    static void end(Process child) {
        child.destroy();
        try {
            if (child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        child.destroyForcibly();
    }
}
