package dev.caravan.certificate;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * What the boards' certificates look like ({@code caravan.certificate.leaf}), after RFC 5280.
 *
 * @param key which kind of key the hub makes for a board
 * @param subject what the subject says beside the board's GUID
 * @param guidUri whether the GUID is named as {@code urn:uuid:…} in the subject alternative name too
 * @param crlDistributionPoint where the issuing authority's revocation list will be; empty: it is not said
 * @param validity from the moment of issue; at most what is left of the issuing authority's own life is given
 * @param backdate how far before the moment of issue the validity begins, for boards whose clock is slow
 */
public record LeafProfile(
        LeafKey key,
        LeafSubject subject,
        boolean guidUri,
        String crlDistributionPoint,
        Duration validity,
        Duration backdate) {

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(365 * 25);
    private static final Duration MOST_BACKDATE = Duration.ofDays(1);

    /** Ten years, backdated by five minutes, P-256, and nothing that is optional. */
    public static final LeafProfile TEN_YEARS = new LeafProfile(
            LeafKey.P_256, LeafSubject.NOTHING_ELSE, false, "", Duration.ofDays(3653), Duration.ofMinutes(5));

    /** @throws IllegalArgumentException naming the key, the value and the rule */
    public LeafProfile {
        requireBetween("validity", validity, SHORTEST, LONGEST);
        requireBetween("backdate", backdate, Duration.ZERO, MOST_BACKDATE);
        if (!crlDistributionPoint.isEmpty() && !isHttp(crlDistributionPoint)) {
            throw new IllegalArgumentException(
                    "caravan.certificate.leaf.crl-distribution-point must be an http:// URL of"
                            + " ASCII characters with a host, but is '" + crlDistributionPoint
                            + "'; https would need a certificate that is not revoked to find out what is revoked (RFC 5280, 8)");
        }
    }

    private static void requireBetween(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("caravan.certificate.leaf." + key + " must be between " + least + " and "
                    + most + " (ISO 8601), but is " + value);
        }
    }

    private static boolean isHttp(String text) {
        try {
            var url = new URI(text);
            return "http".equals(url.getScheme()) && url.getHost() != null && text.equals(url.toASCIIString());
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
