package dev.caravan.emulator.wire.amqp;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.apache.qpid.proton.engine.Transport;
import org.jspecify.annotations.Nullable;

/** Has the engine send empty frames and notice silence, both when they are due. On the connection's thread only. */
final class IdleWatch {

    private final Transport transport;
    private final BiFunction<Long, Runnable, Future<?>> schedule;
    private final long start = System.nanoTime();
    private @Nullable Future<?> next;

    /** Schedules in milliseconds, on the connection's thread. */
    IdleWatch(Transport transport, BiFunction<Long, Runnable, Future<?>> schedule) {
        this.transport = transport;
        this.schedule = schedule;
    }

    /** Call it again when the client's wishes are known. */
    void look() {
        if (next != null) {
            next.cancel(false);
        }
        var now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 1;
        var due = transport.tick(now);
        next = due > 0 ? schedule.apply(Math.max(1, due - now), this::look) : null;
    }
}
