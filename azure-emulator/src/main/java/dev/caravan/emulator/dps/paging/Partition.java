package dev.caravan.emulator.dps.paging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * Things by number, in chunks: four bytes a thing, where a node of a sorted map would be sixty. A chunk that becomes
 * empty goes away.
 */
final class Partition<T> {

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentHashMap<Long, Chunk<T>> chunks = new ConcurrentHashMap<>();

    /** Changed only while its entry in the map is locked. */
    private static final class Chunk<T> {

        private final AtomicReferenceArray<@Nullable T> things = new AtomicReferenceArray<>(CHUNK);
        private int filled;

        Chunk<T> set(int at, @Nullable T thing) {
            var before = things.getAndSet(at, thing);
            filled += (thing == null ? 0 : 1) - (before == null ? 0 : 1);
            return this;
        }
    }

    long next() {
        return numbers.getAndIncrement();
    }

    /** As if this number had been given. */
    void taken(long number) {
        numbers.accumulateAndGet(number + 1, Math::max);
    }

    /** Behind the last number given. */
    long end() {
        return numbers.get();
    }

    @Nullable
    T get(long number) {
        var chunk = chunks.get(number >>> CHUNK_SHIFT);
        return chunk == null ? null : chunk.things.get(at(number));
    }

    void put(long number, T thing) {
        chunks.compute(number >>> CHUNK_SHIFT, (key, chunk) -> (chunk == null ? new Chunk<T>() : chunk)
                .set(at(number), thing));
    }

    void remove(long number) {
        chunks.computeIfPresent(
                number >>> CHUNK_SHIFT, (key, chunk) -> chunk.set(at(number), null).filled == 0 ? null : chunk);
    }

    private static int at(long number) {
        return (int) number & CHUNK - 1;
    }
}
