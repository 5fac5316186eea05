package dev.caravan.certificate;

import java.time.Duration;

import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Leaf profiles of tests. */
final class Profiles {

    private static final LeafProfile PLAIN = LeafProfile.TEN_YEARS;

    private Profiles() {}

    static LeafProfile plain(LeafKey key) {
        return new LeafProfile(key, PLAIN.subject(), false, "", PLAIN.validity(), PLAIN.backdate());
    }

    /** Nothing is left out, the names are hard to read, and it ends after 2049, when dates are written otherwise. */
    static LeafProfile withEverything(LeafKey key) {
        var subject = new LeafSubject("DE", "Köln, \"am Rhein\"", " a+b;c".strip(), "Presses & <Söhne>\\", "#1 = Ω");
        return new LeafProfile(
                key, subject, true, "http://crl.example/issuer.crl", Duration.ofDays(24 * 365), Duration.ZERO);
    }

    static LeafProfile withGuidUri() {
        return new LeafProfile(PLAIN.key(), PLAIN.subject(), true, "", PLAIN.validity(), PLAIN.backdate());
    }

    static LeafProfile withDistributionPoint(String url) {
        return new LeafProfile(PLAIN.key(), PLAIN.subject(), false, url, PLAIN.validity(), PLAIN.backdate());
    }

    static DistributionPoint point(String url) {
        var name = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url));
        return new DistributionPoint(new DistributionPointName(name), null, null);
    }
}
