package dev.caravan.emulator.dps.enrollment;

import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.json.Json;

/** How the devices of an enrollment prove who they are. */
public sealed interface Attestation {

    /** What becomes of symmetric keys when an attestation is shown. */
    enum Keys {
        /** In the answer of a write and of attestationmechanism (seen). */
        SHOWN,
        /** In the answer of a read and of a query (seen). */
        OMITTED
    }

    /** As the service shows it: certificates as their information only (seen). */
    ObjectNode show(Keys keys);

    /** Up to two certificates, each in its slot; at least one is there. */
    sealed interface Certificates extends Attestation {

        /** The first slot. */
        @Nullable
        EnrolledCertificate primary();

        /** The second slot. */
        @Nullable
        EnrolledCertificate secondary();

        /** The name of the member that holds the slots. */
        String member();

        /** The same kind with other certificates. */
        Certificates with(@Nullable EnrolledCertificate first, @Nullable EnrolledCertificate second);

        /** Those that are there. */
        default Stream<EnrolledCertificate> all() {
            return Stream.of(Optional.ofNullable(primary()), Optional.ofNullable(secondary()))
                    .flatMap(Optional::stream);
        }

        /** Whether one of them has this SHA-256 thumbprint, upper-case hex. */
        default boolean contains(String sha256) {
            return all().anyMatch(certificate -> certificate.sha256().equals(sha256));
        }

        @Override
        default ObjectNode show(Keys keys) {
            var slots = Json.object();
            set(slots, "primary", primary());
            set(slots, "secondary", secondary());
            return x509(Json.object().set(member(), slots));
        }

        private static void set(ObjectNode slots, String name, @Nullable EnrolledCertificate certificate) {
            if (certificate != null) {
                slots.set(name, Json.object().set("info", certificate.info()));
            }
        }
    }

    /** The device's own certificate: individual enrollments only. */
    record ClientCertificates(
            @Nullable EnrolledCertificate primary, @Nullable EnrolledCertificate secondary) implements Certificates {

        static final String MEMBER = "clientCertificates";

        @Override
        public String member() {
            return MEMBER;
        }

        @Override
        public Certificates with(@Nullable EnrolledCertificate first, @Nullable EnrolledCertificate second) {
            return new ClientCertificates(first, second);
        }
    }

    /** A certificate that signs those of the devices, at whatever depth: groups only. */
    record SigningCertificates(
            @Nullable EnrolledCertificate primary, @Nullable EnrolledCertificate secondary) implements Certificates {

        static final String MEMBER = "signingCertificates";

        @Override
        public String member() {
            return MEMBER;
        }

        @Override
        public Certificates with(@Nullable EnrolledCertificate first, @Nullable EnrolledCertificate second) {
            return new SigningCertificates(first, second);
        }
    }

    /** Names of verified certificates of the service instance. */
    record CaReferences(@Nullable String primary, @Nullable String secondary) implements Attestation {

        static final String MEMBER = "caReferences";

        /** Those that are there. */
        public Stream<String> names() {
            return Stream.of(Optional.ofNullable(primary), Optional.ofNullable(secondary))
                    .flatMap(Optional::stream);
        }

        @Override
        public ObjectNode show(Keys keys) {
            var names = Json.object();
            if (primary != null) {
                names.put("primary", primary);
            }
            if (secondary != null) {
                names.put("secondary", secondary);
            }
            return x509(Json.object().set(MEMBER, names));
        }
    }

    /** Two keys as base64; those of a group are not for devices but for deriving theirs. */
    record SymmetricKey(String primaryKey, String secondaryKey) implements Attestation {

        static final String TYPE = "symmetricKey";

        @Override
        public ObjectNode show(Keys keys) {
            var shown = Json.object().put("type", TYPE);
            if (keys == Keys.SHOWN) {
                shown.set(TYPE, Json.object().put("primaryKey", primaryKey).put("secondaryKey", secondaryKey));
            }
            return shown;
        }

        /** Without its keys: records are printed. */
        @Override
        public String toString() {
            return TYPE;
        }
    }

    /** The endorsement key of a TPM, echoed in all answers (seen): individual enrollments only. */
    record Tpm(String endorsementKey, @Nullable String storageRootKey) implements Attestation {

        static final String TYPE = "tpm";

        @Override
        public ObjectNode show(Keys keys) {
            var tpm = Json.object().put("endorsementKey", endorsementKey);
            if (storageRootKey != null) {
                tpm.put("storageRootKey", storageRootKey);
            }
            return Json.object().put("type", TYPE).set(TYPE, tpm);
        }
    }

    /** None at all, as the schema allows it: admits nobody (inferred). */
    record None() implements Attestation {

        static final String TYPE = "none";

        @Override
        public ObjectNode show(Keys keys) {
            return Json.object().put("type", TYPE);
        }
    }

    private static ObjectNode x509(ObjectNode x509) {
        return Json.object().put("type", "x509").set("x509", x509);
    }
}
