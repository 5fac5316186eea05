package dev.caravan.crash.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Ends the process as kill -9 would, without shutdown hook or finally block, or has it stand still until it is resumed. */
public final class Crash {

    private static final int AS_IF_KILLED = 137;
    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile Runnable deed = Crash::end;

    private Crash() {}

    static void prepare(int times, boolean pause) {
        LEFT.set(times);
        deed = pause ? Crash::standStill : Crash::end;
    }

    /** Called at the moment that was chosen; public, because it is called from the program's own classes. */
    public static void here() {
        if (LEFT.decrementAndGet() == 0) {
            deed.run();
        }
    }

    private static void end() {
        Runtime.getRuntime().halt(AS_IF_KILLED);
    }

    /** All threads stop. This one goes on only when the signal is over. */
    private static void standStill() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-STOP",
                            String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot stand still", failure);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
