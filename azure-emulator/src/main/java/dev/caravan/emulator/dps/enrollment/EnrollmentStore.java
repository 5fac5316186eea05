package dev.caravan.emulator.dps.enrollment;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
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
    private volatile Contents contents = new Contents();

    /** What a restore replaces as a whole. */
    private static final class Contents {

        private final ConcurrentHashMap<String, Enrollment> byId = new ConcurrentHashMap<>();
        private final Shelf<Enrollment> inOrder = new Shelf<>();
        private final AtomicInteger enabled = new AtomicInteger();
        private final AtomicInteger disabled = new AtomicInteger();

        void count(@Nullable Enrollment enrollment, int change) {
            if (enrollment != null) {
                (enrollment.enabled() ? enabled : disabled).addAndGet(change);
            }
        }
    }

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
        return Optional.ofNullable(contents.byId.get(Identifiers.key(id)));
    }

    /** As {@link #find}, or 404. */
    public Enrollment get(String id) {
        return find(id).orElseThrow(kind::missing);
    }

    /** Stores what the change makes of what is there (null: nothing); an exception leaves it as it is. */
    void write(String id, Function<@Nullable Enrollment, Enrollment> change) {
        var now = contents;
        now.byId.compute(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before);
            now.inOrder.put(after.mark().position(), after);
            now.count(before, -1);
            now.count(after, 1);
            return after;
        });
    }

    /** Puts another version in the place of the stored one, if there is one, of the same position and status. */
    void replace(String id, UnaryOperator<Enrollment> change) {
        var now = contents;
        now.byId.computeIfPresent(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before);
            now.inOrder.put(after.mark().position(), after);
            return after;
        });
    }

    /** 404 when there is none, 412 when the condition does not hold. */
    void delete(String id, IfMatch condition) {
        var now = contents;
        now.byId.compute(Identifiers.key(id), (key, before) -> {
            if (before == null) {
                throw kind.missing();
            }
            condition.check(before.etag());
            now.inOrder.remove(before.mark().position());
            now.count(before, -1);
            return null;
        });
    }

    Page<Enrollment> page(PageRequest request) {
        return contents.inOrder.page(request.behind(), request.size(), enrollment -> true);
    }

    /** The next wanted ones behind a position, at most so many. */
    public Page<Enrollment> page(long behind, int most, Predicate<Enrollment> wanted) {
        return contents.inOrder.page(behind, most, wanted);
    }

    /** Everything, in the order of queries, as a copy. */
    public List<Enrollment> all() {
        return contents.inOrder.all();
    }

    /** A place for a new enrollment. */
    long position(String id) {
        return contents.inOrder.position(Identifiers.key(id));
    }

    /** How many are enabled, without counting. */
    public int enabled() {
        return contents.enabled.get();
    }

    /** How many are disabled, without counting. */
    public int disabled() {
        return contents.disabled.get();
    }

    /** Forgets everything. */
    public void clear() {
        all().forEach(each -> delete(each.id(), IfMatch.NONE));
    }

    /**
     * Takes in what was stored elsewhere.
     *
     * @throws IllegalArgumentException when its id or its position is there already
     */
    void putBack(Enrollment enrollment) {
        var now = contents;
        if (now.byId.putIfAbsent(Identifiers.key(enrollment.id()), enrollment) != null) {
            throw new IllegalArgumentException("id is there twice");
        }
        now.inOrder.putBack(enrollment.mark().position(), enrollment);
        now.count(enrollment, 1);
    }

    /** Has what the other has, and forgets what it had; the other is of no use any more. */
    void become(EnrollmentStore other) {
        contents = other.contents;
    }
}
