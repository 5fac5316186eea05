package dev.caravan.emulator.dps.registration;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Identifiers;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.dps.paging.Page;
import dev.caravan.emulator.dps.paging.PageRequest;
import dev.caravan.emulator.dps.paging.Shelf;
import dev.caravan.emulator.snapshot.Chapter;
import dev.caravan.emulator.wire.http.Answer;

/** One record for each device that ever tried to register with a matching enrollment. Safe for all threads. */
public final class RegistrationStore {

    private static final String ITEM_TYPE = "DeviceRegistration";

    /** A record and where queries meet it. */
    record Placed(long position, Registration registration) {}

    private volatile Contents contents = new Contents();

    /** What a restore replaces as a whole. */
    private static final class Contents {
        private final ConcurrentHashMap<String, Placed> byId = new ConcurrentHashMap<>();
        private final Shelf<Registration> inOrder = new Shelf<>();
    }

    /** The letter case of the id does not matter. */
    public Optional<Registration> find(String id) {
        return Optional.ofNullable(contents.byId.get(Identifiers.key(id))).map(Placed::registration);
    }

    /** As {@link #find}, or 404. */
    public Registration get(String id) {
        return find(id).orElseThrow(DpsError::noRegistration);
    }

    /** What an enrollment shows of its registration. */
    public ObjectNode stateOf(String id) {
        return find(id).map(Registration::show).orElseGet(() -> Registration.unassigned(id));
    }

    /** Two registrations of one device exclude each other; those of two devices do not. */
    Registration write(String id, Function<@Nullable Registration, Registration> change) {
        var now = contents;
        var written = now.byId.compute(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before == null ? null : before.registration());
            var position = before == null ? now.inOrder.position(key) : before.position();
            now.inOrder.put(position, after);
            return new Placed(position, after);
        });
        if (written == null) {
            throw new IllegalStateException("a registration was written as nothing");
        }
        return written.registration();
    }

    /** Changes a record that is there; its place among the others stays. */
    void replace(String id, UnaryOperator<Registration> change) {
        var now = contents;
        now.byId.computeIfPresent(Identifiers.key(id), (key, before) -> {
            var after = change.apply(before.registration());
            now.inOrder.put(before.position(), after);
            return new Placed(before.position(), after);
        });
    }

    /** 404 when there is none, 412 when the condition does not hold. */
    public void delete(String id, IfMatch condition) {
        var now = contents;
        now.byId.compute(Identifiers.key(id), (key, before) -> {
            if (before == null) {
                throw DpsError.noRegistration();
            }
            condition.check(before.registration().etag());
            now.inOrder.remove(before.position());
            return null;
        });
    }

    /** Without a word when there is none: an individual enrollment takes its record along (inferred). */
    public void forget(String id) {
        var now = contents;
        now.byId.computeIfPresent(Identifiers.key(id), (key, before) -> {
            now.inOrder.remove(before.position());
            return null;
        });
    }

    /** The records of a group, which outlive it (documented): one page of what a query answers. */
    public Answer query(String groupId, PageRequest request) {
        return contents.inOrder
                .page(request.behind(), request.size(), registration -> registration.isOf(groupId))
                .answer(ITEM_TYPE, Registration::show);
    }

    /** The next wanted ones behind a position, at most so many. */
    public Page<Registration> page(long behind, int most, Predicate<Registration> wanted) {
        return contents.inOrder.page(behind, most, wanted);
    }

    /** Everything, as a copy. */
    public List<Registration> all() {
        return contents.inOrder.all();
    }

    /** How many there are. */
    public int count() {
        return contents.byId.size();
    }

    /** Forgets everything. */
    public void clear() {
        all().forEach(each -> forget(each.registrationId()));
    }

    /** The records in a snapshot. */
    public Chapter chapter() {
        return new RegistrationChapter(this);
    }

    /** Everything with its place, in the order of queries, as a copy. */
    List<Placed> placed() {
        return contents.byId.values().stream()
                .sorted(Comparator.comparingLong(Placed::position))
                .toList();
    }

    /**
     * Takes in what was stored elsewhere.
     *
     * @throws IllegalArgumentException when its id or its position is there already
     */
    void putBack(Placed placed) {
        var registration = placed.registration();
        if (contents.byId.putIfAbsent(Identifiers.key(registration.registrationId()), placed) != null) {
            throw new IllegalArgumentException("registrationId is there twice");
        }
        contents.inOrder.putBack(placed.position(), registration);
    }

    /** Has what the other has, and forgets what it had; the other is of no use any more. */
    void become(RegistrationStore other) {
        contents = other.contents;
    }
}
