package dev.caravan.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import dev.caravan.batch.Intake.Taken;
import dev.caravan.durable.DurableFiles;

/**
 * Files that somebody writes to after they were taken: a copy over a slow line may stand still for longer than a file must
 * rest, and who has opened a file goes on writing to it wherever it was moved. What has grown goes back into the inbox, to be
 * taken as a corrected file. Thread-safe.
 */
public final class LateWrites {

    private static final Duration WATCHED = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private final Map<Path, Watched> watched = new ConcurrentHashMap<>();

    /** @param nanos only ever goes ahead */
    public LateWrites(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Watched(Path input, long bytes, long since) {}

    /** The file has come to rest where it was to. */
    public void watch(Taken taken) {
        watched.put(
                taken.restingPlace(), new Watched(taken.input(), taken.seen().bytes(), nanos.getAsLong()));
    }

    /**
     * To be called every few seconds.
     *
     * @return what the operator reads of each file that has grown
     */
    public List<String> giveBack() {
        var grown = new ArrayList<String>();
        for (var each : watched.entrySet()) {
            try {
                if (Files.size(each.getKey()) != each.getValue().bytes()) {
                    watched.remove(each.getKey());
                    grown.add(giveBack(each.getKey(), each.getValue().input()));
                } else if (nanos.getAsLong() - each.getValue().since() > WATCHED.toNanos()) {
                    watched.remove(each.getKey());
                }
            } catch (IOException takenAway) {
                watched.remove(each.getKey());
            }
        }
        return grown;
    }

    private static String giveBack(Path place, Path input) {
        var name = Shown.plain("" + input.getFileName());
        if (Files.exists(input, LinkOption.NOFOLLOW_LINKS)) {
            return name
                    + " was written to after it was taken, and there is another file of its name now: what was added is"
                    + " in " + place + " only; drop it again";
        }
        try {
            Files.move(place, input, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncFolders(List.of(
                    place.toAbsolutePath().getParent(), input.toAbsolutePath().getParent()));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot move " + place + " to " + input, failure);
        }
        return name
                + " was written to after it was taken: it is in the inbox again, and is taken as a corrected file. Write to"
                + " " + name + ".part and rename it when it is complete";
    }
}
