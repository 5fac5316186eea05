package dev.caravan.revocation;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How revocation lists are published ({@code caravan.revocation-list}).
 *
 * @param folder one file for each issuing authority, {@code <key identifier>.crl}; of this hub alone
 * @param validity how long after it was made there is another list at the latest ({@code nextUpdate}), 1 hour to 1 year
 * @param refresh after which time another one is made although nothing was revoked, at most half the validity
 */
public record RevocationSettings(Path folder, Duration validity, Duration refresh) {

    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    public RevocationSettings {
        if (validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "caravan.revocation-list.validity must be 1h to 366d, but is " + validity);
        }
        if (refresh.isNegative() || refresh.isZero() || refresh.compareTo(validity.dividedBy(2)) > 0) {
            throw new IllegalArgumentException("caravan.revocation-list.refresh must be more than 0 and at most half of"
                    + " caravan.revocation-list.validity, so that a hub that is down for a while is no harm, but is "
                    + refresh);
        }
    }
}
