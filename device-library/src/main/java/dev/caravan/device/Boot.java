package dev.caravan.device;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.assignment.AssignmentStore;
import dev.caravan.device.hub.HubConnector;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.hub.HubListener;
import dev.caravan.device.hub.HubSession;
import dev.caravan.device.identity.DeviceIdentity;
import dev.caravan.device.registration.Registrar;
import dev.caravan.device.registration.RegistrationOutcome;
import dev.caravan.device.registration.RegistrationOutcome.Assigned;

/**
 * One device's attempts, one at a time: from the stored assignment to the hub, or by way of the provisioning service. Remembers
 * between attempts what speaks against the stored assignment. Not thread-safe: its owner lets one attempt run at a time.
 */
final class Boot {

    /** What speaks against the stored assignment. */
    private enum Doubt {
        NONE,
        HUB_SILENT,
        HUB_REFUSED
    }

    private static final Duration SHORT_SESSION = Duration.ofMinutes(1);

    private final DeviceIdentity identity;
    private final Registrar registrar;
    private final HubConnector connector;
    private final AssignmentStore store;
    private final HubListener listener;
    private final Verdicts verdicts;
    private final Clock clock;
    private final Duration hubPatience;

    private Doubt doubt = Doubt.NONE;
    private int failures;
    private int refusals;
    private int shortSessions;
    private @Nullable Instant hubAwaySince;
    private Instant connectedAt = Instant.EPOCH;
    private @Nullable HubSession session;

    Boot(DeviceIdentity identity, DeviceParts parts, AssignmentStore store, HubListener listener) {
        this.identity = identity;
        this.registrar = parts.registrar();
        this.connector = parts.connector();
        this.store = store;
        this.listener = listener;
        this.clock = parts.clock();
        this.verdicts = new Verdicts(parts.times(), parts.clock(), parts.random());
        this.hubPatience = parts.times().hubPatience();
    }

    /** The assignment that the next attempt would use without asking. */
    Optional<Assignment> trusted() {
        return doubt == Doubt.NONE ? stored() : Optional.empty();
    }

    private Optional<Assignment> stored() {
        return store.load().filter(kept -> kept.thumbprint().equals(identity.thumbprint()));
    }

    @Nullable
    HubSession session() {
        return session;
    }

    /** @param progress told when the device has its hub and is about to connect */
    Verdict attempt(Consumer<Verdict> progress) throws InterruptedException {
        try {
            Optional<Assignment> known = trusted();
            return known.isPresent() ? connect(known.get()) : register(progress);
        } catch (RuntimeException e) {
            return verdicts.broken(e, failures++);
        }
    }

    private Verdict register(Consumer<Verdict> progress) throws InterruptedException {
        RegistrationOutcome outcome = registrar.register(identity);
        if (outcome instanceof Assigned assigned) {
            Assignment assignment = new Assignment(
                    assigned.hub(), assigned.deviceId(), assigned.substatus(), identity.thumbprint(), clock.instant());
            store.save(assignment);
            doubt = Doubt.NONE;
            progress.accept(verdicts.assigned(assignment));
            return connect(assignment);
        }
        weigh(outcome);
        return verdicts.of(outcome, failures++);
    }

    /** A service that speaks against the device outdates the stored assignment; one that is silent does not. */
    private void weigh(RegistrationOutcome outcome) {
        if (outcome instanceof RegistrationOutcome.WaitingForActivation
                || outcome instanceof RegistrationOutcome.Refused) {
            store.clear();
        } else if (doubt == Doubt.HUB_SILENT) {
            doubt = Doubt.NONE;
        }
    }

    private Verdict connect(Assignment assignment) throws InterruptedException {
        try {
            session = connector.open(identity, assignment, listener);
            connectedAt = clock.instant();
            failures = 0;
            refusals = 0;
            hubAwaySince = null;
            return verdicts.connected(assignment);
        } catch (HubException.Refused e) {
            doubt = Doubt.HUB_REFUSED;
            return verdicts.hubRefuses(e, refusals++);
        } catch (HubException e) {
            losePatience();
            return verdicts.hubAway(e, failures++);
        }
    }

    private void losePatience() {
        Instant now = clock.instant();
        if (hubAwaySince == null) {
            hubAwaySince = now;
        } else if (now.isAfter(hubAwaySince.plus(hubPatience))) {
            doubt = Doubt.HUB_SILENT;
            hubAwaySince = null;
        }
    }

    /** The session ended by itself. One that was cut soon after it opened counts as a failure, so that flapping slows down. */
    Verdict ended(HubException cause) {
        session = null;
        boolean wasShort = connectedAt.plus(SHORT_SESSION).isAfter(clock.instant());
        shortSessions = wasShort ? shortSessions + 1 : 0;
        if (cause instanceof HubException.Refused) {
            doubt = Doubt.HUB_REFUSED;
        }
        return verdicts.hubAway(cause, Math.max(0, shortSessions - 1));
    }
}
