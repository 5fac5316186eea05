package dev.caravan.emulator.dps.device;

import java.util.Optional;

/** Whose registration is meant, in an AMQP address or user name; some SDKs write a slash in front. */
record RegistrationAddress(String idScope, String registrationId) {

    static Optional<RegistrationAddress> parse(String text) {
        var parts = text.replaceFirst("^/", "").split("/", -1);
        return parts.length == 3 && parts[1].equals("registrations")
                ? Optional.of(new RegistrationAddress(parts[0], parts[2]))
                : Optional.empty();
    }
}
