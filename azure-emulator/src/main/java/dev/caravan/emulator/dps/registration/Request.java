package dev.caravan.emulator.dps.registration;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.caravan.emulator.dps.admission.Claim;
import dev.caravan.emulator.dps.form.DpsError;

/** The body of a registration: DeviceRegistration in the words of the API. */
record Request(ObjectNode body) {

    /** 400 unless it is an object that names the same device as the address does. */
    static Request of(Claim claim, Optional<ObjectNode> body) {
        return body.filter(sent -> sent.path("registrationId").asText("").equalsIgnoreCase(claim.registrationId()))
                .map(Request::new)
                .orElseThrow(
                        () -> DpsError.invalid("The body must be a JSON object with the registrationId of the path."));
    }

    /** What the device wants a webhook to know, whatever it is; missing when it said nothing. */
    JsonNode payload() {
        return body.path("payload");
    }

    /** The request for a certificate. */
    Optional<String> csr() {
        return body.hasNonNull("csr") ? Optional.of(body.get("csr").asText()) : Optional.empty();
    }

    /** A request for a certificate has no place in a lookup (documented). */
    void checkLookup() {
        if (body.hasNonNull("csr")) {
            throw DpsError.invalid("A lookup takes no csr.");
        }
    }

    /** Whether the device says something about a TPM. */
    boolean namesTpm() {
        return body.path("tpm").isObject();
    }
}
