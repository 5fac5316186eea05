package dev.caravan.emulator.dps.enrollment;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.IfMatch;
import dev.caravan.emulator.dps.form.Stamps;
import dev.caravan.emulator.fault.Tampering;

/** Writes enrollments of one kind under their conditions. Safe for all threads. */
public final class Enrollments {

    /** What a write does when the id is taken, or free. */
    public enum Rule {
        /** PUT: without a condition the id must be free, with one it must be taken. */
        PUT,
        /** Bulk create: the id must be free, whatever the item's etag. */
        CREATE,
        /** Bulk update: the id must be taken and the item must carry its etag; without one 409201 (seen). */
        UPDATE
    }

    private final EnrollmentStore store;
    private final EnrollmentReader reader;
    private final Stamps stamps;
    private final Consumer<String> whenDeleted;

    /** The consumer is told the id of each enrollment that was deleted. */
    public Enrollments(EnrollmentStore store, EnrollmentReader reader, Stamps stamps, Consumer<String> whenDeleted) {
        this.store = store;
        this.reader = reader;
        this.stamps = stamps;
        this.whenDeleted = whenDeleted;
    }

    /** What these are. */
    public Kind kind() {
        return store.kind();
    }

    /** Stores the enrollment and answers it as if it were stored untouched, whatever the tampering did. */
    public Enrollment write(String id, ObjectNode sent, IfMatch condition, Rule rule, Tampering tampering) {
        // Certificates are parsed before the id is locked, unless one is to be taken from what is stored.
        var early = AttestationReader.needsStored(sent.path("attestation")) ? null : reader.read(id, sent, null);
        var answered = new AtomicReference<@Nullable Enrollment>();
        store.write(id, before -> {
            check(before, condition, rule);
            var draft = early == null ? reader.read(id, sent, before == null ? null : before.attestation()) : early;
            var after = stamp(draft, before);
            answered.setPlain(after);
            return Tampered.of(after, tampering);
        });
        var written = answered.getPlain();
        if (written == null) {
            throw new IllegalStateException("nothing was written");
        }
        return written;
    }

    /** As if another writer had written the same once more: only the etag is another one. */
    public void overtake(String id) {
        store.replace(id, before -> before.overtaken(stamps.version()));
    }

    /** A 404 when there is none. */
    public void delete(String id, IfMatch condition) {
        store.delete(id, condition);
        whenDeleted.accept(id);
    }

    private void check(@Nullable Enrollment before, IfMatch condition, Rule rule) {
        if (before == null) {
            checkFree(condition, rule);
        } else if (rule == Rule.CREATE || condition instanceof IfMatch.Absent) {
            throw kind().exists();
        } else {
            condition.check(before.etag());
        }
    }

    /** A condition on nothing fails (412: inferred from RFC 9110); an update of nothing is not found. */
    private void checkFree(IfMatch condition, Rule rule) {
        if (rule == Rule.UPDATE) {
            throw condition instanceof IfMatch.Absent ? kind().exists() : kind().missing();
        }
        if (rule == Rule.PUT && !(condition instanceof IfMatch.Absent)) {
            throw DpsError.stale();
        }
    }

    private Enrollment stamp(EnrollmentReader.Draft draft, @Nullable Enrollment before) {
        var now = stamps.ticks();
        var mark = new Enrollment.Mark(
                before == null ? store.position(draft.id()) : before.mark().position(),
                stamps.version(),
                before == null ? now : before.mark().created(),
                now);
        return new Enrollment(
                kind(), before == null ? draft.id() : before.id(), draft.settings(), draft.attestation(), mark);
    }
}
