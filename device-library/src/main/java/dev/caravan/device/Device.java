package dev.caravan.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubSession;

/**
 * One device that finds its hub and stays connected to it: asks the provisioning service when it must, waits while it is not
 * activated, reconnects when the connection is lost. Made by {@link Devices}. Safe for any thread.
 */
public final class Device implements AutoCloseable {

    private final Boot boot;
    private final Turns turns;
    private final DeviceParts parts;
    private final Consumer<DeviceStatus> statusListener;

    private volatile DeviceStatus status;
    private volatile Instant lastAttempt = Instant.EPOCH;
    private volatile CompletableFuture<HubSession> connected = new CompletableFuture<>();
    private volatile boolean trying;
    private volatile boolean closed;

    Device(Boot boot, DeviceParts parts, Turns turns, DeviceStatus status, Consumer<DeviceStatus> statusListener) {
        this.boot = boot;
        this.parts = parts;
        this.turns = turns;
        this.status = status;
        this.statusListener = statusListener;
    }

    public DeviceStatus status() {
        return status;
    }

    /** The open session, if there is one; it may end at any moment. */
    public Optional<HubSession> session() {
        HubSession session = connected.getNow(null);
        return session == null || session.ended().isDone() ? Optional.empty() : Optional.of(session);
    }

    /** Done with the open session, or with the next one to be opened. Fails when the device is closed first. */
    public CompletableFuture<HubSession> connected() {
        return connected.copy();
    }

    /**
     * Somebody stands at the machine: tries at once instead of at {@link DeviceStatus#nextAttempt()}, unless the last attempt
     * was only just made. Returns without waiting for the attempt.
     *
     * @return whether an attempt was brought forward
     */
    public boolean tryNow() {
        Instant allowed = lastAttempt.plus(parts.times().nudgeGap(status.state()));
        if (closed
                || trying
                || status.nextAttempt().isEmpty()
                || parts.clock().instant().isBefore(allowed)) {
            return false;
        }
        status = status.underWay();
        turns.now(this::attempt);
        return true;
    }

    void start() {
        Instant now = parts.clock().instant();
        turns.after(status.nextAttempt().map(next -> Duration.between(now, next)), this::attempt);
    }

    private void attempt() throws InterruptedException {
        if (closed || boot.session() != null) {
            return;
        }
        lastAttempt = parts.clock().instant();
        trying = true;
        status = status.underWay();
        try {
            settle(boot.attempt(this::show));
        } finally {
            trying = false;
        }
        HubSession session = boot.session();
        if (session != null) {
            hand(session);
        }
    }

    private void hand(HubSession session) {
        if (!connected.complete(session) || closed) {
            session.close();
            return;
        }
        session.ended().thenAccept(cause -> turns.now(() -> reconnect(session, cause)));
    }

    private void reconnect(HubSession session, HubException cause) {
        connected = new CompletableFuture<>();
        session.close();
        settle(boot.ended(cause));
    }

    private void settle(Verdict verdict) {
        show(verdict);
        if (!closed && verdict.pause().isPresent()) {
            turns.after(verdict.pause(), this::attempt);
        }
    }

    private void show(Verdict verdict) {
        status = status.followedBy(verdict, parts.clock().instant(), boot.trusted());
        statusListener.accept(status);
    }

    /** Ends the session and all attempts; the state stays as it was. */
    @Override
    public void close() {
        closed = true;
        turns.close();
        @Nullable HubSession session = connected.getNow(null);
        connected.cancel(false);
        if (session != null) {
            session.close();
        }
    }
}
