package dev.caravan.device.registration;

import java.time.Instant;

/** What one attempt to register led to. They differ by what the device does next. */
public sealed interface RegistrationOutcome {

    /**
     * The device has a hub.
     *
     * @param hub host name of the hub
     * @param deviceId its id there
     * @param substatus the service's reason, empty when it gave none
     */
    record Assigned(String hub, String deviceId, String substatus) implements RegistrationOutcome {}

    /** The service knows the device, and it is switched off until somebody activates it. Ask again, slowly. */
    record WaitingForActivation() implements RegistrationOutcome {}

    /**
     * The service does not accept this identity. Asking again changes nothing until a person acts.
     *
     * @param words the service's own words
     */
    record Refused(String words) implements RegistrationOutcome {}

    /**
     * The service accepts the device and cannot give it a hub. A person must look; slow repeats are fine.
     *
     * @param words the service's own words
     */
    record Failed(String words) implements RegistrationOutcome {}

    /**
     * The service is busy or has trouble of its own.
     *
     * @param notBefore the earliest instant to ask again
     * @param words what it said
     */
    record ComeBackLater(Instant notBefore, String words) implements RegistrationOutcome {}

    /**
     * The service was not reached, or did not answer in time; whether it did anything is unknown, and a repeat is harmless.
     *
     * @param cause plain words: proxy, name, trust, time-out
     */
    record Unreachable(String cause) implements RegistrationOutcome {}
}
