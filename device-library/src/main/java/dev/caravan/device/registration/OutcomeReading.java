package dev.caravan.device.registration;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientRegistrationResult;
import com.microsoft.azure.sdk.iot.provisioning.device.ProvisioningDeviceClientStatus;
import com.microsoft.azure.sdk.iot.provisioning.device.internal.exceptions.ProvisioningDeviceHubException;
import org.jspecify.annotations.Nullable;

import dev.caravan.device.outbound.PlainWords;
import dev.caravan.device.registration.RegistrationOutcome.Assigned;
import dev.caravan.device.registration.RegistrationOutcome.ComeBackLater;
import dev.caravan.device.registration.RegistrationOutcome.Failed;
import dev.caravan.device.registration.RegistrationOutcome.Refused;
import dev.caravan.device.registration.RegistrationOutcome.Unreachable;
import dev.caravan.device.registration.RegistrationOutcome.WaitingForActivation;
import dev.caravan.device.retry.Backoff;

/** Turns what the SDK hands over, which differs between MQTT and HTTPS, into one of our outcomes. */
final class OutcomeReading {

    private final DpsSettings settings;
    private final Clock clock;
    private final RandomGenerator random;

    OutcomeReading(DpsSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    RegistrationOutcome read(@Nullable ProvisioningDeviceClientRegistrationResult result, @Nullable Exception failure) {
        ProvisioningDeviceClientStatus status = result == null ? null : result.getProvisioningDeviceClientStatus();
        if (result != null && status == ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_ASSIGNED) {
            String substatus =
                    result.getSubstatus() == null ? "" : result.getSubstatus().getValue();
            return new Assigned(result.getIothubUri(), result.getDeviceId(), substatus);
        }
        if (status == ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_DISABLED) {
            return new WaitingForActivation();
        }
        if (status == ProvisioningDeviceClientStatus.PROVISIONING_DEVICE_STATUS_FAILED
                && failure instanceof ProvisioningDeviceHubException hub) {
            return failed(hub);
        }
        return failure == null ? new Unreachable("the provisioning client ended without an answer") : read(failure);
    }

    private RegistrationOutcome failed(ProvisioningDeviceHubException failure) {
        String message = failure.getMessage() == null ? "without a reason" : failure.getMessage();
        int code = failure.getErrorCode();
        return judge(new ServiceWords(code == 0 ? 400_000 : code, message), false);
    }

    RegistrationOutcome read(Throwable failure) {
        ServiceWords words = ServiceWords.in(failure);
        if (words != null) {
            return judge(words, true);
        }
        Integer mqtt = MqttRefusal.reasonCode(failure);
        if (mqtt != null) {
            return judge(MqttRefusal.words(mqtt), true);
        }
        return new Unreachable(PlainWords.of(failure));
    }

    /** @param unauthenticated whether an answer of kind 404 means the identity, not the assignment, was judged */
    private RegistrationOutcome judge(ServiceWords words, boolean unauthenticated) {
        int kind = words.status();
        if (kind == 401 || kind == 403 || kind == 404 && unauthenticated) {
            return new Refused(words.text());
        }
        if (kind == 429) {
            return later(settings.throttle(), words);
        }
        if (kind == 409) {
            return later(settings.conflict(), words);
        }
        if (kind >= 500 || kind == 0) {
            return later(Duration.ZERO, words);
        }
        return new Failed(words.text());
    }

    private ComeBackLater later(Duration wait, ServiceWords words) {
        return new ComeBackLater(clock.instant().plus(Backoff.jittered(wait, random)), words.text());
    }
}
