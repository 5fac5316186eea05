package dev.caravan.emulator.dps.enrollment;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.dps.paging.Page;
import dev.caravan.emulator.dps.paging.PageRequest;
import dev.caravan.emulator.dps.paging.Shelf;

/** All enrollments of one kind, in memory. Writes to one id exclude each other; writes to different ids do not. */
public final class EnrollmentStore {

    private final Kind kind;
    private final ConcurrentHashMap<String, Enrollment> byId = new ConcurrentHashMap<>();
    private final Shelf<Enrollment> inOrder = new Shelf<>();
    private final AtomicInteger enabled = new AtomicInteger();
    private final AtomicInteger disabled = new AtomicInteger();

    /** An empty one. */
    public EnrollmentStore(Kind kind) {
        this.kind = kind;
    }

    /** Whose enrollments these are. */
    public Kind kind() {
        return kind;
    }

    /** The letter case of the id does not matter. */
    public Optional<Enrollment> find(String id) {
        return Optional.ofNullable(byId.get(Identifiers.key(id)));
    }

    /** As {@link #find}, or 404. */
    public Enrollment get(String id) {
        return find(id).orElseThrow(kind::missing);
    }

    /** Stores what the change makes of what is there (null: nothing); an exception leaves it as it is. */
    void write(String id, Function<@Nullable Enrollment, Enrollment> change) {
        byId.compute(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before);
            inOrder.put(after.mark().position(), after);
            count(before, -1);
            count(after, 1);
            return after;
        });
    }

    /** Puts another version in the place of the stored one, if there is one, of the same position and status. */
    void replace(String id, UnaryOperator<Enrollment> change) {
        byId.computeIfPresent(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before);
            inOrder.put(after.mark().position(), after);
            return after;
        });
    }

    /** 404 when there is none, 412 when the condition does not hold. */
    void delete(String id, IfMatch condition) {
        byId.compute(Identifiers.key(id), (key, before) -> {
            if (before == null) {
                throw kind.missing();
            }
            condition.check(before.etag());
            inOrder.remove(before.mark().position());
            count(before, -1);
            return null;
        });
    }

    Page<Enrollment> page(PageRequest request) {
        return inOrder.page(request.behind(), request.size(), enrollment -> true);
    }

    /** Everything, in the order of queries, as a copy. */
    public List<Enrollment> all() {
        return inOrder.all();
    }

    /** A place for a new enrollment. */
    long position(String id) {
        return inOrder.position(Identifiers.key(id));
    }

    /** How many are enabled, without counting. */
    public int enabled() {
        return enabled.get();
    }

    /** How many are disabled, without counting. */
    public int disabled() {
        return disabled.get();
    }

    /** Forgets everything. */
    public void clear() {
        all().forEach(each -> delete(each.id(), IfMatch.NONE));
    }

    private void count(@Nullable Enrollment enrollment, int change) {
        if (enrollment != null) {
            (enrollment.enabled() ? enabled : disabled).addAndGet(change);
        }
    }
}
