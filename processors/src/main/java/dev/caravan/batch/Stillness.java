package dev.caravan.batch;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How long files have been as they are, by the clock of whoever looks: a modification time says what it was told, by a
 * clock that was set back, {@code cp -p} or {@code rsync -t}. For one thread.
 */
final class Stillness {

    private static final Duration TIDY = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Map<Path, Sight> sights = new HashMap<>();
    private long tidied;

    private record Sight(Object form, long since, long first) {}

    /** @param nanos only ever goes ahead */
    Stillness(LongSupplier nanos) {
        this.nanos = nanos;
        this.tidied = nanos.getAsLong();
    }

    /** Looks once more. @return the time since the first look that has found the file in this form */
    Duration look(Path file, Object form) {
        var now = nanos.getAsLong();
        tidy(now);
        var before = sights.get(file);
        if (before == null || !before.form().equals(form)) {
            sights.put(file, new Sight(form, now, before == null ? now : before.first()));
            return Duration.ZERO;
        }
        return Duration.ofNanos(now - before.since());
    }

    /** The time since the first look that has found it in any form. */
    Duration known(Path file) {
        var sight = sights.get(file);
        return sight == null ? Duration.ZERO : Duration.ofNanos(nanos.getAsLong() - sight.first());
    }

    void forget(Path file) {
        sights.remove(file);
    }

    private void tidy(long now) {
        if (now - tidied >= TIDY.toNanos()) {
            sights.keySet().removeIf(file -> Files.notExists(file, LinkOption.NOFOLLOW_LINKS));
            tidied = now;
        }
    }
}
