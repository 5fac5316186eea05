package dev.caravan.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What the faults of one call want done to single items: stored differently, or failed. */
public final class Tampering {

    /** Nothing is changed. */
    public static final Tampering NONE = new Tampering();

    private record Wish<T>(@Nullable Pattern ids, T action) {

        boolean concerns(String id) {
            return ids == null || ids.matcher(id).find();
        }
    }

    private final List<Wish<FaultAction.Store>> stores = new ArrayList<>();
    private final List<Wish<FaultAction.FailItems>> failures = new ArrayList<>();

    void add(@Nullable Pattern ids, FaultAction.Store store) {
        stores.add(new Wish<>(ids, store));
    }

    void add(@Nullable Pattern ids, FaultAction.FailItems failure) {
        failures.add(new Wish<>(ids, failure));
    }

    /** The changes for one item, in the order the faults were set. */
    public List<FaultAction.Store> of(String id) {
        return stores.stream()
                .filter(wish -> wish.concerns(id))
                .map(Wish::action)
                .toList();
    }

    /**
     * Why an item of a bulk call is to fail though nothing is wrong with it.
     *
     * @param position its place in the call, from 0
     */
    public Optional<FaultAction.FailItems> failureOf(String id, int position) {
        return failures.stream()
                .filter(wish -> wish.concerns(id))
                .map(Wish::action)
                .filter(failure ->
                        failure.positions().isEmpty() || failure.positions().contains(position))
                .findFirst();
    }
}
