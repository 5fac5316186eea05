package dev.caravan.emulator.change;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells those who wait that the state may have changed. Costs next to nothing while nobody waits. Any thread. */
public final class Changes {

    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();

    /** Called on the thread of every change from now on; must be quick. */
    public void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    /** No longer. */
    public void ignore(Runnable watcher) {
        watchers.remove(watcher);
    }

    /** Something may be different now. */
    public void happened() {
        if (!watchers.isEmpty()) {
            watchers.forEach(Runnable::run);
        }
    }
}
