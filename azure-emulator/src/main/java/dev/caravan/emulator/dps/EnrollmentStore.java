package dev.caravan.emulator.dps;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The individual enrollments, in memory. Writes to one id exclude each other; writes to different ids do not. Queries
 * walk the enrollments partition by partition, in order of creation only within one, as the real service does (seen).
 */
final class EnrollmentStore {

    private static final int PARTITIONS = 4;
    private static final int PARTITION_SHIFT = 56;

    private final ConcurrentHashMap<String, Enrollment> byId = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Enrollment> byPosition = new ConcurrentSkipListMap<>();
    private final AtomicLong creations = new AtomicLong();
    private final AtomicInteger enabled = new AtomicInteger();
    private final AtomicInteger disabled = new AtomicInteger();

    Optional<Enrollment> find(String id) {
        return Optional.ofNullable(byId.get(RegistrationIds.key(id)));
    }

    /** Stores what the change makes of what is there (null: nothing); an exception leaves it as it is. */
    void write(String id, Function<@Nullable Enrollment, Enrollment> change) {
        byId.compute(RegistrationIds.key(id), (key, before) -> {
            var after = change.apply(before);
            byPosition.put(after.position(), after);
            count(before, -1);
            count(after, 1);
            return after;
        });
    }

    /** 404 when there is none, 412 when the condition does not hold. */
    void delete(String id, IfMatch condition) {
        byId.compute(RegistrationIds.key(id), (key, before) -> {
            if (before == null) {
                throw DpsError.noEnrollment();
            }
            condition.check(before.etag());
            byPosition.remove(before.position());
            count(before, -1);
            return null;
        });
    }

    /** The next enrollments behind a position, at most so many. */
    List<Enrollment> page(long behind, int most) {
        return byPosition.tailMap(behind, false).values().stream().limit(most).toList();
    }

    /** A place for a new enrollment. */
    long position(String id) {
        var partition = (long) Math.floorMod(RegistrationIds.key(id).hashCode(), PARTITIONS);
        return partition << PARTITION_SHIFT | creations.incrementAndGet();
    }

    int enabled() {
        return enabled.get();
    }

    int disabled() {
        return disabled.get();
    }

    void clear() {
        List.copyOf(byId.values()).forEach(each -> delete(each.registrationId(), IfMatch.NONE));
    }

    private void count(@Nullable Enrollment enrollment, int change) {
        if (enrollment != null) {
            (enrollment.enabled() ? enabled : disabled).addAndGet(change);
        }
    }
}
