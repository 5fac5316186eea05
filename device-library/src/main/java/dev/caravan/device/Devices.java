package dev.caravan.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.caravan.device.assignment.AssignmentStore;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.identity.DeviceIdentity;

/**
 * Starts devices and owns the threads they share. One process has one of these, whether it is one board or a gateway for
 * hundreds.
 *
 * <pre>{@code
 * var parts = DeviceParts.azure(DpsSettings.azure("0ne00A1B2C3"), Outbound.direct(), DeviceTimes.USUAL, new SecureRandom());
 * try (Devices devices = new Devices(parts, 1)) {
 *     DeviceIdentity identity = DeviceIdentity.load(Path.of("board.pem"));
 *     AssignmentStore kept = new FileAssignmentStore(Path.of("assignment.json"));
 *     Device device = devices.start(identity, kept, HubListener.DEAF, status -> System.out.println(status.message()));
 *
 *     HubSession hub = device.connected().get();     // waits for activation and uplink, however long that takes
 *     hub.send(Telemetry.json("{\"temperature\": 21.5}"));
 *     System.out.println(hub.twin().desired());
 * }
 * }</pre>
 */
public final class Devices implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final DeviceParts parts;
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;
    private final Set<Device> devices = ConcurrentHashMap.newKeySet();

    /**
     * Starts no device yet.
     *
     * @param atOnce how many devices may register or connect at the same time; the others wait their turn
     */
    public Devices(DeviceParts parts, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least one device registers at a time, not " + atOnce);
        }
        this.parts = parts;
        this.timer = Executors.newSingleThreadScheduledExecutor(named("device-timer"));
        this.workers = Executors.newFixedThreadPool(atOnce, named("device"));
    }

    /** Starts a device that was never seen before; the first attempt is made at once. */
    public Device start(
            DeviceIdentity identity,
            AssignmentStore store,
            HubListener listener,
            Consumer<DeviceStatus> statusListener) {
        return resume(
                identity, store, listener, DeviceStatus.fresh(parts.clock().instant()), statusListener);
    }

    /**
     * Starts a device from a status kept earlier; the first attempt is made when that status says, at once if it says nothing.
     *
     * @param statusListener called on a thread of this object after each change; must return soon
     */
    public Device resume(
            DeviceIdentity identity,
            AssignmentStore store,
            HubListener listener,
            DeviceStatus status,
            Consumer<DeviceStatus> statusListener) {
        Boot boot = new Boot(identity, parts, store, listener);
        Device device = new Device(boot, parts, new Turns(timer, workers), status, statusListener);
        devices.add(device);
        device.start();
        return device;
    }

    /** Closes one device and forgets it. */
    public void stop(Device device) {
        devices.remove(device);
        device.close();
    }

    /**
     * Closes all devices side by side, then waits for the work under way, 5 s for either; what is not done by then is abandoned.
     */
    @Override
    public void close() {
        ExecutorService closers =
                Executors.newFixedThreadPool(Math.max(1, Math.min(32, devices.size())), named("device-close"));
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Device device : devices) {
                tasks.add(() -> {
                    device.close();
                    return null;
                });
            }
            closers.invokeAll(tasks, CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            timer.shutdownNow();
            workers.shutdownNow();
            workers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closers.shutdownNow();
            timer.shutdownNow();
            workers.shutdownNow();
            devices.clear();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
