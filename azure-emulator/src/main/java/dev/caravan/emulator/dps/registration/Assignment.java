package dev.caravan.emulator.dps.registration;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.caravan.emulator.change.Changes;
import dev.caravan.emulator.dps.allocation.Allocator;
import dev.caravan.emulator.dps.allocation.Choice;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Stamps;

/** Leads a registration from its beginning to its end: the hub is chosen, and the device is put there. */
public final class Assignment {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final RegistrationStore registrations;
    private final Allocator allocator;
    private final Settlement settlement;
    private final Stamps stamps;
    private final Supplier<String> operationIds;
    private final Changes changes;

    /** Of those whose hub is still being asked for. A record alone may be of another life, out of a snapshot. */
    private final Set<String> pending = ConcurrentHashMap.newKeySet();

    /** The changes are told when a registration ends after its first answer. */
    public Assignment(
            RegistrationStore registrations,
            Allocator allocator,
            Settlement settlement,
            Stamps stamps,
            Supplier<String> operationIds,
            Changes changes) {
        this.registrations = registrations;
        this.allocator = allocator;
        this.settlement = settlement;
        this.stamps = stamps;
        this.operationIds = operationIds;
        this.changes = changes;
    }

    /** The record as it begins; it may have ended already. 409 with 409203 while another of the device is open (seen). */
    Registration begin(Applicant applicant) {
        var issued = settlement.prepare(applicant);
        var begun = registrations.write(applicant.claim().registrationId(), before -> {
            if (before != null && pending.contains(before.operationId())) {
                throw DpsError.of(409, 409203, "Precondition failed.");
            }
            var registration = Registration.begun(
                    applicant.admitted(),
                    before,
                    operationIds.get(),
                    applicant.isEnabled() ? new Outcome.Assigning() : new Outcome.Disabled(),
                    stamps);
            if (registration.isOpen()) {
                pending.add(registration.operationId());
            }
            return registration;
        });
        if (begun.isOpen()) {
            CompletableFuture.completedFuture(begun)
                    .thenCompose(open -> choose(applicant, open.place()))
                    .exceptionally(Assignment::broken)
                    .thenAccept(choice -> end(begun, applicant, choice, issued));
        }
        return begun;
    }

    /** With the policy never the device stays where it is (documented). */
    private CompletionStage<Choice> choose(Applicant applicant, @Nullable Place current) {
        var settings = applicant.admitted().enrollment().settings();
        return current != null && !settings.updatesHub()
                ? allocator.stay(current.hub())
                : allocator.choose(applicant.wish(current));
    }

    private static Choice broken(Throwable defect) {
        LOG.atError().setCause(defect).log("the emulator failed to choose a hub");
        return new Choice.Failed(500000, "The emulator failed: " + defect);
    }

    /** A record that was deleted meanwhile, or is of a later registration, stays as it is, and so does the hub. */
    private void end(Registration begun, Applicant applicant, Choice choice, Issued issued) {
        try {
            registrations.replace(begun.registrationId(), now -> {
                return now.operationId().equals(begun.operationId()) ? settled(now, applicant, choice, issued) : now;
            });
        } finally {
            pending.remove(begun.operationId());
            changes.happened();
        }
    }

    private Registration settled(Registration open, Applicant applicant, Choice choice, Issued issued) {
        try {
            return settlement.settle(open, applicant.admitted(), choice, issued);
        } catch (RuntimeException defect) {
            return settlement.settle(open, applicant.admitted(), broken(defect), issued);
        }
    }
}
