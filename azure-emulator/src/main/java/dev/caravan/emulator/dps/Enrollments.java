package dev.caravan.emulator.dps;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.fault.FaultAction;
import dev.caravan.emulator.fault.Tampering;
import dev.caravan.emulator.json.Json;

/** Writes enrollments under their conditions. Safe for all threads. */
final class Enrollments {

    /** What a write does when the id is taken, or free. */
    enum Rule {
        /** PUT: without a condition the id must be free, with one it must be taken. */
        PUT,
        /** Bulk create: the id must be free, whatever the item's etag. */
        CREATE,
        /** Bulk update: the id must be taken and the item must carry its etag; without one 409201 (seen). */
        UPDATE
    }

    private final EnrollmentStore store;
    private final RegistrationStore registrations;
    private final EnrollmentReader reader;
    private final Stamps stamps;

    Enrollments(EnrollmentStore store, RegistrationStore registrations, EnrollmentReader reader, Stamps stamps) {
        this.store = store;
        this.registrations = registrations;
        this.reader = reader;
        this.stamps = stamps;
    }

    /** Stores the enrollment and answers it as if it were stored untouched, whatever the tampering did. */
    Enrollment write(String id, ObjectNode sent, IfMatch condition, Rule rule, Tampering tampering) {
        var answered = new AtomicReference<@Nullable Enrollment>();
        var early = needsStored(sent) ? null : reader.read(id, sent, null);
        store.write(id, before -> {
            check(before, condition, rule);
            var draft = early == null ? reader.read(id, sent, before == null ? null : before.attestation()) : early;
            var after = stamp(draft, before);
            answered.setPlain(after);
            return tamper(after, tampering);
        });
        var written = answered.getPlain();
        if (written == null) {
            throw new IllegalStateException("nothing was written");
        }
        return written;
    }

    /** A 404 when there is none; the record of its registration goes too (inferred). */
    void delete(String id, IfMatch condition) {
        store.delete(id, condition);
        registrations.forget(id);
    }

    /** Certificates are parsed before the id is locked, unless one is to be taken from what is stored. */
    private static boolean needsStored(ObjectNode sent) {
        var slots = sent.path("attestation").path("x509").path("clientCertificates");
        return onlyInfo(slots.path("primary")) || onlyInfo(slots.path("secondary"));
    }

    private static boolean onlyInfo(JsonNode slot) {
        return slot.hasNonNull("info") && !slot.hasNonNull("certificate");
    }

    private static void check(@Nullable Enrollment before, IfMatch condition, Rule rule) {
        if (before == null) {
            checkFree(condition, rule);
        } else if (rule == Rule.CREATE || condition instanceof IfMatch.Absent) {
            throw DpsError.enrollmentExists();
        } else {
            condition.check(before.etag());
        }
    }

    /** A condition on nothing fails (412: inferred from RFC 9110); an update of nothing is not found. */
    private static void checkFree(IfMatch condition, Rule rule) {
        if (rule == Rule.UPDATE) {
            throw condition instanceof IfMatch.Absent ? DpsError.enrollmentExists() : DpsError.noEnrollment();
        }
        if (rule == Rule.PUT && !(condition instanceof IfMatch.Absent)) {
            throw DpsError.stale();
        }
    }

    private Enrollment stamp(EnrollmentReader.Draft draft, @Nullable Enrollment before) {
        var now = stamps.now();
        return new Enrollment(
                before == null ? draft.registrationId() : before.registrationId(),
                before == null ? store.position(draft.registrationId()) : before.position(),
                draft.fields(),
                draft.attestation(),
                stamps.etag(),
                before == null ? now : before.created(),
                now);
    }

    private static Enrollment tamper(Enrollment sent, Tampering tampering) {
        var stored = sent;
        for (var wish : tampering.of(sent.registrationId())) {
            stored = tamper(stored, wish);
        }
        return stored;
    }

    private static Enrollment tamper(Enrollment sent, FaultAction.Store wish) {
        var fields = sent.fields().deepCopy();
        if (wish.provisioningStatus() != null) {
            fields.put("provisioningStatus", wish.provisioningStatus());
        }
        if (wish.iotHub() != null) {
            fields.remove("iotHubHostName");
            fields.put("allocationPolicy", "static");
            fields.set("iotHubs", Json.array().add(wish.iotHub()));
        }
        return new Enrollment(
                sent.registrationId(),
                sent.position(),
                fields,
                new Attestation(
                        tamper(sent.attestation().primary(), wish),
                        sent.attestation().secondary()),
                sent.etag(),
                sent.created(),
                sent.updated());
    }

    private static @Nullable EnrolledCertificate tamper(@Nullable EnrolledCertificate sent, FaultAction.Store wish) {
        try {
            var stored = wish.certificate() == null ? sent : EnrolledCertificate.ofDer(wish.certificate());
            return stored == null || wish.thumbprint() == null ? stored : stored.withThumbprint(wish.thumbprint());
        } catch (IOException notACertificate) {
            throw DpsError.invalid("The fault's thumbprintOf is no certificate.");
        }
    }
}
