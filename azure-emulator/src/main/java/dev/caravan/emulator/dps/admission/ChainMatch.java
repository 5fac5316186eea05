package dev.caravan.emulator.dps.admission;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

import dev.caravan.emulator.dps.chain.PresentedChain;
import dev.caravan.emulator.dps.enrollment.Enrollment;
import dev.caravan.emulator.dps.enrollment.Trust;

/** Which enrollment's authority stands above a device's certificate. */
final class ChainMatch {

    private final Trust trust;

    private record Near(Enrollment enrollment, int steps) {}

    ChainMatch(Trust trust) {
        this.trust = trust;
    }

    /** An individual enrollment may refer to an authority instead of naming the device's certificate (documented). */
    Optional<Admitted> own(Enrollment own, Claim claim, Instant now) {
        return near(own, chain(claim), now).map(near -> Admitted.individual(own, proof(claim)));
    }

    /**
     * From the issuer nearest the device up to the root the first match decides (documented). Of two groups for the same
     * authority the disabled one does (stricter).
     */
    Optional<Admitted> ofGroup(Claim claim, Instant now) {
        var chain = chain(claim);
        return trust.x509Groups().stream()
                .flatMap(group -> near(group, chain, now).stream())
                .min(Comparator.comparingInt(Near::steps)
                        .thenComparing(near -> near.enrollment().enabled()))
                .map(near -> Admitted.member(near.enrollment(), claim, proof(claim)));
    }

    private Optional<Near> near(Enrollment enrollment, PresentedChain chain, Instant now) {
        return trust.authoritiesOf(enrollment)
                .map(authority -> chain.stepsTo(authority.der(), now))
                .flatMapToInt(OptionalInt::stream)
                .boxed()
                .min(Comparator.naturalOrder())
                .map(steps -> new Near(enrollment, steps));
    }

    private static PresentedChain chain(Claim claim) {
        return new PresentedChain(claim.peer().chain());
    }

    private static Proof proof(Claim claim) {
        return new Proof.Certificate(claim.peer().thumbprint().orElseThrow(Claim::invalid));
    }
}
