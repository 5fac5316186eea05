package dev.caravan.emulator.dps.enrollment;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.CaReferences;
import dev.caravan.emulator.dps.enrollment.Attestation.Certificates;
import dev.caravan.emulator.dps.enrollment.Attestation.ClientCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.None;
import dev.caravan.emulator.dps.enrollment.Attestation.SigningCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;
import dev.caravan.emulator.dps.enrollment.Attestation.Tpm;
import dev.caravan.emulator.dps.form.DpsError;

/**
 * Reads the member {@code attestation}. A certificate slot with only {@code info} keeps the certificate that is stored
 * in it (accepted: seen; retained: inferred); a slot left out is emptied.
 */
final class AttestationReader {

    private final Kind kind;
    private final VerifiedCertificates authorities;
    private final KeyMaker keys;

    AttestationReader(Kind kind, VerifiedCertificates authorities, KeyMaker keys) {
        this.kind = kind;
        this.authorities = authorities;
        this.keys = keys;
    }

    /** Whether it can only be read together with what is stored. */
    static boolean needsStored(JsonNode attestation) {
        for (var slots : attestation.path("x509")) {
            if (onlyInfo(slots.path("primary")) || onlyInfo(slots.path("secondary"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean onlyInfo(JsonNode slot) {
        return slot.hasNonNull("info") && !slot.hasNonNull("certificate");
    }

    Attestation read(JsonNode sent, String id, @Nullable Attestation stored) {
        return switch (sent.path("type").asText()) {
            case "x509" -> x509(sent.path("x509"), id, stored);
            case SymmetricKey.TYPE -> keys.read(sent.path(SymmetricKey.TYPE));
            case Tpm.TYPE -> tpm(sent.path(Tpm.TYPE));
            case None.TYPE -> new None();
            default -> throw DpsError.invalid("attestation.type must be x509, symmetricKey, tpm or none.");
        };
    }

    /** A TPM belongs to one device (documented). */
    private Attestation tpm(JsonNode tpm) {
        if (kind == Kind.GROUP) {
            throw DpsError.invalid("An enrollment group cannot attest by TPM.");
        }
        var endorsementKey = tpm.path("endorsementKey").asText("");
        if (endorsementKey.isEmpty()) {
            throw DpsError.invalid("attestation.tpm.endorsementKey is required.");
        }
        return new Tpm(endorsementKey, tpm.path("storageRootKey").textValue());
    }

    private Attestation x509(JsonNode x509, String id, @Nullable Attestation stored) {
        var given = List.of(ClientCertificates.MEMBER, SigningCertificates.MEMBER, CaReferences.MEMBER).stream()
                .filter(x509::hasNonNull)
                .toList();
        if (given.size() != 1) {
            throw DpsError.invalid(
                    "Exactly one of clientCertificates, signingCertificates and caReferences must be given.");
        }
        var member = given.get(0);
        if (member.equals(CaReferences.MEMBER)) {
            return references(x509.get(member));
        }
        return certificates(x509.get(member), emptyOf(member), id, stored);
    }

    /** Client certificates are for one device, signing certificates for a group (documented). */
    private Certificates emptyOf(String member) {
        var individual = kind == Kind.INDIVIDUAL;
        if (individual != member.equals(ClientCertificates.MEMBER)) {
            throw DpsError.invalid(
                    (individual ? "An individual enrollment" : "An enrollment group") + " takes no " + member + ".");
        }
        return individual ? new ClientCertificates(null, null) : new SigningCertificates(null, null);
    }

    private Certificates certificates(JsonNode slots, Certificates empty, String id, @Nullable Attestation stored) {
        var before = stored instanceof Certificates certificates ? certificates : empty;
        var read = empty.with(
                slot(slots.path("primary"), id, before.primary()),
                slot(slots.path("secondary"), id, before.secondary()));
        if (read.primary() == null && read.secondary() == null) {
            throw DpsError.invalid("At least one certificate is required.");
        }
        return read;
    }

    private @Nullable EnrolledCertificate slot(JsonNode slot, String id, @Nullable EnrolledCertificate stored) {
        if (slot.hasNonNull("certificate")) {
            var text = slot.get("certificate").asText();
            return kind == Kind.INDIVIDUAL ? EnrolledCertificate.parse(text, id) : EnrolledCertificate.parse(text);
        }
        if (!slot.hasNonNull("info")) {
            return null;
        }
        if (stored == null) {
            throw DpsError.invalid("A certificate is required where none is stored.");
        }
        return stored;
    }

    private CaReferences references(JsonNode sent) {
        var read = new CaReferences(
                sent.path("primary").textValue(), sent.path("secondary").textValue());
        if (read.names().findAny().isEmpty()) {
            throw DpsError.invalid("At least one CA reference is required.");
        }
        read.names()
                .filter(name -> authorities.find(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw DpsError.invalid("There is no verified certificate of the name " + name + ".");
                });
        return read;
    }
}
