package dev.caravan.sftp;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Since when the entries of a folder have been as they are: somebody may still be writing to those that change. */
final class Sightings {

    private final Map<String, Sighting> seen = new HashMap<>();
    private final LongSupplier nanos;

    Sightings(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Sighting(RemoteEntry entry, long since) {}

    /** To be called with all that the folder holds, at each look. */
    void update(Collection<RemoteEntry> entries) {
        Set<String> names = entries.stream().map(RemoteEntry::name).collect(Collectors.toSet());
        seen.keySet().retainAll(names);
        entries.forEach(entry -> seen.merge(
                entry.name(),
                new Sighting(entry, nanos.getAsLong()),
                (before, now) -> before.entry().equals(now.entry()) ? before : now));
    }

    /** How long the entry has been as it is now; zero for one that was not seen so before. */
    Duration quiet(RemoteEntry entry) {
        var sighting = seen.get(entry.name());
        return sighting == null || !sighting.entry().equals(entry)
                ? Duration.ZERO
                : Duration.ofNanos(nanos.getAsLong() - sighting.since());
    }

    /** What is known of an entry counts under the other folder's roof too. */
    void carryOver(String name, Sightings to) {
        var sighting = seen.remove(name);
        if (sighting != null) {
            to.seen.put(name, sighting);
        }
    }
}
