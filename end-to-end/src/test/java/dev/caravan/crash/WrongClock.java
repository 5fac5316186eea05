package dev.caravan.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The time of day as one process sees it, Java and SQLite alike, which can be set while it runs: by
 * <a href="https://github.com/wolfcw/libfaketime">libfaketime</a>. What measures durations goes on as it is.
 */
final class WrongClock {

    private final Path library;
    private final Path offset;

    private WrongClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /** Skips the test where the library is missing, saying so. */
    static WrongClock in(Path folder) throws IOException {
        var library = library();
        if (library == null) {
            var missing = "no libfaketimeMT.so.1 below /usr/lib: scripts/prerequisites installs it";
            System.out.println(missing);
            Assumptions.abort(missing);
        }
        var clock = new WrongClock(library, folder.resolve("offset"));
        clock.runAheadBy(Duration.ZERO);
        return clock;
    }

    private static @Nullable Path library() throws IOException {
        try (Stream<Path> found =
                Files.find(Path.of("/usr/lib"), 4, (file, about) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst().orElse(null);
        }
    }

    /** What the process must find in its environment when it starts. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Otherwise waits end at once: Java waits by the monotonic clock, which is left alone.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    /** Sets it, as an administrator or a time service does: it jumps, within a second from now. */
    void runAheadBy(Duration time) {
        try {
            var next = offset.resolveSibling("offset.next");
            Files.writeString(next, "%+d%n".formatted(time.toSeconds()));
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot set the clock of " + offset, failure);
        }
    }
}
