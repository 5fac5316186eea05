package dev.caravan.emulator.dps;

import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.json.Json;

/** X.509 attestation by one or two client certificates, each in its slot. */
record Attestation(
        @Nullable EnrolledCertificate primary, @Nullable EnrolledCertificate secondary) {

    /**
     * Reads the member {@code attestation}. A slot with only {@code info} keeps the certificate that is stored in it
     * (accepted: seen; retained: inferred); a slot left out is emptied.
     */
    static Attestation read(JsonNode node, String registrationId, @Nullable Attestation stored) {
        if (!node.path("type").asText().equals("x509")) {
            throw DpsError.invalid("Only attestation of type x509 is understood here.");
        }
        var x509 = node.path("x509");
        if (x509.hasNonNull("signingCertificates") || x509.hasNonNull("caReferences")) {
            throw DpsError.invalid("Exactly one of clientCertificates, signingCertificates and caReferences may be"
                    + " given, and an individual enrollment here takes clientCertificates.");
        }
        var slots = x509.path("clientCertificates");
        var attestation = new Attestation(
                slot(slots.path("primary"), registrationId, stored == null ? null : stored.primary()),
                slot(slots.path("secondary"), registrationId, stored == null ? null : stored.secondary()));
        if (attestation.certificates().findAny().isEmpty()) {
            throw DpsError.invalid("At least one client certificate is required.");
        }
        return attestation;
    }

    private static @Nullable EnrolledCertificate slot(
            JsonNode slot, String registrationId, @Nullable EnrolledCertificate stored) {
        if (slot.hasNonNull("certificate")) {
            var certificate = EnrolledCertificate.parse(slot.get("certificate").asText());
            if (!certificate.commonName().equals(registrationId)) {
                throw DpsError.invalid("The certificate's common name must equal the registrationId.");
            }
            return certificate;
        }
        if (!slot.hasNonNull("info")) {
            return null;
        }
        if (stored == null) {
            throw DpsError.invalid("A certificate is required where none is stored.");
        }
        return stored;
    }

    Stream<EnrolledCertificate> certificates() {
        return Stream.of(Optional.ofNullable(primary), Optional.ofNullable(secondary))
                .flatMap(Optional::stream);
    }

    boolean admits(String sha256) {
        return certificates().anyMatch(certificate -> certificate.sha256().equals(sha256));
    }

    /** As it is shown: without the certificates themselves (seen). */
    ObjectNode show() {
        var slots = Json.object();
        if (primary != null) {
            slots.set("primary", Json.object().set("info", primary.info()));
        }
        if (secondary != null) {
            slots.set("secondary", Json.object().set("info", secondary.info()));
        }
        var shown = Json.object().put("type", "x509");
        shown.set("x509", Json.object().set("clientCertificates", slots));
        return shown;
    }
}
