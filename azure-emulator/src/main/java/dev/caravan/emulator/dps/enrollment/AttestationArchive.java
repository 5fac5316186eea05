package dev.caravan.emulator.dps.enrollment;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.enrollment.Attestation.CaReferences;
import dev.caravan.emulator.dps.enrollment.Attestation.Certificates;
import dev.caravan.emulator.dps.enrollment.Attestation.ClientCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.None;
import dev.caravan.emulator.dps.enrollment.Attestation.SigningCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;
import dev.caravan.emulator.dps.enrollment.Attestation.Tpm;
import dev.caravan.emulator.json.Json;
import dev.caravan.emulator.snapshot.Item;

/** An attestation as a snapshot keeps it: with certificates and keys, and told by a member {@code kind}. */
final class AttestationArchive {

    private static final String KIND = "kind";
    private static final String PRIMARY = "primary";
    private static final String SECONDARY = "secondary";

    private AttestationArchive() {}

    static ObjectNode write(Attestation attestation) {
        var archived = Json.object();
        if (attestation instanceof Certificates certificates) {
            archived.put(KIND, certificates.member());
            archived.set(PRIMARY, archive(certificates.primary()));
            archived.set(SECONDARY, archive(certificates.secondary()));
        } else if (attestation instanceof CaReferences names) {
            archived.put(KIND, CaReferences.MEMBER)
                    .put(PRIMARY, names.primary())
                    .put(SECONDARY, names.secondary());
        } else if (attestation instanceof SymmetricKey keys) {
            archived.put(KIND, SymmetricKey.TYPE)
                    .put(PRIMARY, keys.primaryKey())
                    .put(SECONDARY, keys.secondaryKey());
        } else if (attestation instanceof Tpm tpm) {
            archived.put(KIND, Tpm.TYPE)
                    .put("endorsementKey", tpm.endorsementKey())
                    .put("storageRootKey", tpm.storageRootKey());
        } else {
            archived.put(KIND, None.TYPE);
        }
        return archived;
    }

    private static @Nullable ObjectNode archive(@Nullable EnrolledCertificate certificate) {
        return certificate == null ? null : certificate.archive();
    }

    static Attestation read(Item item) {
        return switch (item.text(KIND)) {
            case ClientCertificates.MEMBER -> new ClientCertificates(slot(item, PRIMARY), slot(item, SECONDARY));
            case SigningCertificates.MEMBER -> new SigningCertificates(slot(item, PRIMARY), slot(item, SECONDARY));
            case CaReferences.MEMBER -> new CaReferences(item.maybeText(PRIMARY), item.maybeText(SECONDARY));
            case SymmetricKey.TYPE -> new SymmetricKey(item.text(PRIMARY), item.text(SECONDARY));
            case Tpm.TYPE -> new Tpm(item.text("endorsementKey"), item.maybeText("storageRootKey"));
            case None.TYPE -> new None();
            default -> throw new IllegalArgumentException(KIND + " is unknown");
        };
    }

    private static @Nullable EnrolledCertificate slot(Item item, String name) {
        Optional<Item> slot = item.maybeItem(name);
        return slot.isPresent() ? EnrolledCertificate.of(slot.get()) : null;
    }
}
