package dev.caravan.emulator.dps.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Things in the order in which queries meet them: partition by partition, in order of creation only within one, as the
 * real service does (seen). A thing keeps its position for life; a position is never given twice. Safe for all threads;
 * a walk sees each thing that stands on the shelf from its start to its end.
 */
public final class Shelf<T> {

    private static final int PARTITIONS = 4;
    private static final int PARTITION_SHIFT = 56;

    /** Before everything. */
    public static final long START = -1;

    private final List<Partition<T>> partitions =
            IntStream.range(0, PARTITIONS).mapToObj(at -> new Partition<T>()).toList();

    /** A position for a new thing, chosen by its key. */
    public long position(String key) {
        var partition = Math.floorMod(key.hashCode(), PARTITIONS);
        return (long) partition << PARTITION_SHIFT | partitions.get(partition).next();
    }

    /** Puts it where it belongs, in place of what was there. */
    public void put(long position, T thing) {
        partitionOf(position).put(indexOf(position), thing);
    }

    /**
     * Puts it where it stood on another shelf; on this one it counts as given.
     *
     * @throws IllegalArgumentException when no shelf gives such a position, or something stands there
     */
    public void putBack(long position, T thing) {
        if (position < 0 || position >>> PARTITION_SHIFT >= PARTITIONS || indexOf(position) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("position is out of range");
        }
        var partition = partitionOf(position);
        if (partition.get(indexOf(position)) != null) {
            throw new IllegalArgumentException("position is there twice");
        }
        partition.taken(indexOf(position));
        partition.put(indexOf(position), thing);
    }

    /** Empties the position. */
    public void remove(long position) {
        partitionOf(position).remove(indexOf(position));
    }

    /** Everything, as a copy. */
    public List<T> all() {
        return page(START, Integer.MAX_VALUE, thing -> true).items();
    }

    /** The next wanted things behind a position, at most so many. */
    public Page<T> page(long behind, int most, Predicate<T> wanted) {
        List<T> items = new ArrayList<>();
        var last = START;
        for (var partition = behind < 0 ? 0 : (int) (behind >>> PARTITION_SHIFT); partition < PARTITIONS; partition++) {
            var base = (long) partition << PARTITION_SHIFT;
            var end = partitions.get(partition).end();
            for (var index = behind < base ? 0 : indexOf(behind) + 1; index < end; index++) {
                var thing = partitions.get(partition).get(index);
                if (thing != null && wanted.test(thing)) {
                    if (items.size() == most) {
                        return new Page<>(items, last);
                    }
                    items.add(thing);
                    last = base | index;
                }
            }
        }
        return new Page<>(items, Page.LAST);
    }

    private Partition<T> partitionOf(long position) {
        return partitions.get((int) (position >>> PARTITION_SHIFT));
    }

    private static long indexOf(long position) {
        return position & (1L << PARTITION_SHIFT) - 1;
    }
}
