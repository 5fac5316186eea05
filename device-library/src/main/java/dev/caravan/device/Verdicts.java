package dev.caravan.device;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

import dev.caravan.device.assignment.Assignment;
import dev.caravan.device.hub.HubException;
import dev.caravan.device.registration.RegistrationOutcome;
import dev.caravan.device.registration.RegistrationOutcome.ComeBackLater;
import dev.caravan.device.registration.RegistrationOutcome.Failed;
import dev.caravan.device.registration.RegistrationOutcome.Refused;
import dev.caravan.device.registration.RegistrationOutcome.Unreachable;
import dev.caravan.device.registration.RegistrationOutcome.WaitingForActivation;
import dev.caravan.device.retry.Backoff;

/** Puts an outcome into a state, a sentence and a wait. Nothing here talks to anyone. */
final class Verdicts {

    private final DeviceTimes times;
    private final Clock clock;
    private final RandomGenerator random;

    Verdicts(DeviceTimes times, Clock clock, RandomGenerator random) {
        this.times = times;
        this.clock = clock;
        this.random = random;
    }

    /** For every outcome but an assignment. */
    Verdict of(RegistrationOutcome outcome, int failures) {
        Duration soon = backoff(failures);
        if (outcome instanceof WaitingForActivation) {
            return Verdict.waiting(
                    DeviceState.WAITING_ACTIVATION,
                    "The board waits: the machine manufacturer has not activated it yet.",
                    soon);
        }
        if (outcome instanceof ComeBackLater later) {
            Duration asked = Duration.between(clock.instant(), later.notBefore());
            return Verdict.waiting(
                    DeviceState.WAITING_SERVICE,
                    "The board waits: the provisioning service is busy (" + later.words() + ").",
                    asked.compareTo(soon) > 0 ? asked : soon);
        }
        if (outcome instanceof Unreachable unreachable) {
            return Verdict.waiting(
                    DeviceState.WAITING_UPLINK,
                    "The board waits: the provisioning service cannot be reached; " + unreachable.cause() + ".",
                    soon);
        }
        return needsPerson(outcome);
    }

    private Verdict needsPerson(RegistrationOutcome outcome) {
        if (outcome instanceof Refused refused) {
            return Verdict.waiting(
                    DeviceState.REFUSED,
                    "The provisioning service does not accept this board (" + refused.words()
                            + "). The board manufacturer must enroll it, or enroll this certificate.",
                    afterRefusal());
        }
        String words = outcome instanceof Failed failed ? failed.words() : outcome.toString();
        return Verdict.waiting(
                DeviceState.FAILED,
                "The provisioning service could not give this board a hub (" + words
                        + "). The machine manufacturer must check the hub.",
                afterRefusal());
    }

    Verdict assigned(Assignment assignment) {
        return Verdict.settled(DeviceState.ASSIGNED, "The board belongs to " + assignment.hub() + "; connecting.");
    }

    Verdict connected(Assignment assignment) {
        return Verdict.settled(DeviceState.CONNECTED, "The board is connected to " + assignment.hub() + ".");
    }

    Verdict hubAway(HubException cause, int failures) {
        return Verdict.waiting(
                DeviceState.DISCONNECTED, "The board is not connected: " + cause.getMessage() + ".", backoff(failures));
    }

    /** The first refusal is taken to the provisioning service soon; when its answer did not help, a person is needed. */
    Verdict hubRefuses(HubException cause, int refusals) {
        boolean first = refusals == 0;
        String next = first
                ? " The provisioning service is asked again."
                : " Asking the provisioning service did not help; the machine manufacturer must look at the device in the hub.";
        return Verdict.waiting(
                DeviceState.DISCONNECTED,
                "The board is not connected: " + cause.getMessage() + "." + next,
                first ? backoff(0) : afterRefusal());
    }

    Verdict broken(RuntimeException cause, int failures) {
        return Verdict.waiting(
                DeviceState.FAILED,
                "The attempt failed on this machine: " + cause.getMessage() + ".",
                backoff(failures));
    }

    private Duration backoff(int failures) {
        return times.backoff().after(failures, random);
    }

    private Duration afterRefusal() {
        return Backoff.jittered(times.afterRefusal(), random);
    }
}
