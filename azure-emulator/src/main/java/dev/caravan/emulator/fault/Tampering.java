package dev.caravan.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What the faults of one call want stored instead of what was sent. */
public final class Tampering {

    /** Nothing is changed. */
    public static final Tampering NONE = new Tampering();

    private record Wish(@Nullable Pattern ids, FaultAction.Store store) {}

    private final List<Wish> wishes = new ArrayList<>();

    void add(@Nullable Pattern ids, FaultAction.Store store) {
        wishes.add(new Wish(ids, store));
    }

    /** The changes for one item, in the order the faults were set. */
    public List<FaultAction.Store> of(String id) {
        return wishes.stream()
                .filter(wish -> wish.ids() == null || wish.ids().matcher(id).find())
                .map(Wish::store)
                .toList();
    }
}
