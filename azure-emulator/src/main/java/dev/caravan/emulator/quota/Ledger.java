package dev.caravan.emulator.quota;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The buckets of all owners under one set of limits; full ones are forgotten when there are very many. */
final class Ledger {

    private static final int MANY = 100_000;

    private final QuotaSettings settings;
    private final ConcurrentHashMap<Key, Bucket> buckets = new ConcurrentHashMap<>();

    private record Key(Throttle throttle, String owner) {}

    Ledger(QuotaSettings settings) {
        this.settings = settings;
    }

    QuotaSettings settings() {
        return settings;
    }

    /** Empty when the throttle is not in force. */
    Optional<Bucket> bucket(Throttle throttle, String owner, long now) {
        var limit = settings.limits().get(throttle);
        if (limit == null) {
            return Optional.empty();
        }
        if (buckets.size() > MANY) {
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        return Optional.of(buckets.computeIfAbsent(new Key(throttle, owner), key -> new Bucket(limit)));
    }
}
