package dev.caravan.emulator.dps.admission;

import java.time.Instant;
import java.util.Optional;

import dev.caravan.emulator.dps.certificate.VerifiedCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.ClientCertificates;
import dev.caravan.emulator.dps.enrollment.Attestation.Tpm;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.EnrollmentStore;
import dev.caravan.emulator.dps.enrollment.Trust;
import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.dps.form.Stamps;

/**
 * The individual enrollment of the device's own id first, and where there is none the groups (documented). An individual
 * enrollment therefore shuts a device out that a group would admit, be it disabled or for another certificate.
 */
public final class EnrollmentMatch {

    private final String idScope;
    private final EnrollmentStore individuals;
    private final ChainMatch chains;
    private final KeyMatch keys;
    private final Stamps stamps;

    /** Over these enrollments; only the service's own scope is admitted. */
    public EnrollmentMatch(
            String idScope,
            EnrollmentStore individuals,
            EnrollmentStore groups,
            VerifiedCertificates authorities,
            Stamps stamps) {
        var trust = new Trust(groups, authorities);
        this.idScope = idScope;
        this.individuals = individuals;
        this.chains = new ChainMatch(trust);
        this.keys = new KeyMatch(trust);
        this.stamps = stamps;
    }

    /**
     * Who is admitted. Everybody else gets a 401 with 401002: an unknown device, a wrong certificate or key (seen), a
     * wrong scope (inferred).
     */
    public Admitted admit(Claim claim) {
        var now = stamps.now();
        var token = claim.token();
        if (!idScope.equals(claim.idScope())) {
            throw token == null ? Claim.invalid() : Claim.unauthorized();
        }
        if (token == null) {
            claim.checkCertificate(now);
            return byCertificate(claim, now).orElseThrow(Claim::invalid);
        }
        claim.checkToken(token, now);
        return individuals
                .find(claim.registrationId())
                .map(own -> keys.own(own, token))
                .orElseGet(() -> keys.ofGroup(claim, token))
                .orElseThrow(Claim::unauthorized);
    }

    private Optional<Admitted> byCertificate(Claim claim, Instant now) {
        return individuals
                .find(claim.registrationId())
                .map(own -> byItself(own, claim, now))
                .orElseGet(() -> chains.ofGroup(claim, now));
    }

    private Optional<Admitted> byItself(Enrollment own, Claim claim, Instant now) {
        if (own.attestation() instanceof ClientCertificates certificates) {
            return claim.peer()
                    .thumbprint()
                    .filter(certificates::contains)
                    .map(thumbprint -> Admitted.individual(own, new Proof.Certificate(thumbprint)));
        }
        return chains.own(own, claim, now);
    }

    /**
     * What a device hears that brings nothing but the word of its TPM: 404 with 404201 when it is not enrolled so (seen).
     * The challenge that follows otherwise is not emulated, so it stays at the 401 that would carry it.
     */
    public DpsError ofTpm(Claim claim) {
        var enrolled = individuals
                .find(claim.registrationId())
                .filter(own -> own.attestation() instanceof Tpm)
                .isPresent();
        return enrolled ? Claim.unauthorized() : individuals.kind().missing();
    }
}
