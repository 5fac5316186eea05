package dev.caravan.emulator.dps.enrollment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.caravan.emulator.dps.certificate.EnrolledCertificate;
import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.CaReferences;
import dev.caravan.emulator.dps.enrollment.Attestation.SigningCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.SymmetricKey;

/** Which authorities, and which groups, a device may appeal to. Looks at the state of the moment. */
public final class Trust {

    private final EnrollmentStore groups;
    private final VerifiedCertificates verified;

    /** Over these groups, and the certificates that enrollments refer to by name. */
    public Trust(EnrollmentStore groups, VerifiedCertificates verified) {
        this.groups = groups;
        this.verified = verified;
    }

    /** The authorities of an enrollment: by value or by reference; a reference to nothing is none. */
    public Stream<EnrolledCertificate> authoritiesOf(Enrollment enrollment) {
        var attestation = enrollment.attestation();
        if (attestation instanceof SigningCertificates signing) {
            return signing.all();
        }
        return attestation instanceof CaReferences references
                ? references.names().map(verified::find).flatMap(Optional::stream)
                : Stream.empty();
    }

    /** The first group, enabled or not, with an authority of this SHA-256 thumbprint, upper-case hex. */
    public Optional<Enrollment> groupTrusting(String sha256) {
        return groups.all().stream()
                .filter(group -> authoritiesOf(group)
                        .anyMatch(authority -> authority.sha256().equals(sha256)))
                .findFirst();
    }

    /** Groups with one authority at least, enabled or not. */
    public List<Enrollment> x509Groups() {
        return groups.all().stream()
                .filter(group -> authoritiesOf(group).findAny().isPresent())
                .toList();
    }

    /** Groups whose devices derive their keys from the group's, enabled or not. */
    public List<Enrollment> symmetricKeyGroups() {
        return groups.all().stream()
                .filter(group -> group.attestation() instanceof SymmetricKey)
                .toList();
    }
}
