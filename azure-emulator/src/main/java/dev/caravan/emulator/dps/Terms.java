package dev.caravan.emulator.dps;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import dev.caravan.emulator.dps.allocation.LinkedHub;
import dev.caravan.emulator.dps.form.Envelope;

/**
 * What an administrator sets for the instance as a whole. A wrong value is refused on construction with an
 * {@link IllegalArgumentException} that names key and rule.
 *
 * @param allocation the policy of enrollments that name none
 * @param weights of linked hubs by short name, 1 to 1000; a hub that is not named weighs 1
 * @param retryAfterSeconds what a device is told to wait before it asks again; the Java SDK takes 2 to 5 at their word
 * @param webhookPatience for one answer of a custom allocation's webhook
 * @param csrPreview whether devices may have certificates issued when they register (2025-07-01-preview)
 */
public record Terms(
        String allocation,
        Map<String, Integer> weights,
        int retryAfterSeconds,
        Duration webhookPatience,
        boolean csrPreview) {

    private static final Set<String> POLICIES = Set.of("hashed", "geoLatency", "static");
    private static final int LONGEST_WAIT = 3600;

    /** The documented default policy; the documented examples have 3 seconds, the Java SDK's least is 2. */
    public static final Terms USUAL = new Terms("hashed", Map.of(), 2, Duration.ofSeconds(10), false);

    /** Checks each; a static policy is no use without a list of hubs, but Azure allows it (documented). */
    public Terms {
        weights = Map.copyOf(weights);
        if (!POLICIES.contains(allocation)) {
            throw new IllegalArgumentException("allocation must be hashed, geoLatency or static: " + allocation);
        }
        if (retryAfterSeconds < 1 || retryAfterSeconds > LONGEST_WAIT) {
            throw new IllegalArgumentException(
                    "retry-after must be from 1 to " + LONGEST_WAIT + " seconds: " + retryAfterSeconds);
        }
        if (webhookPatience.isNegative() || webhookPatience.isZero()) {
            throw new IllegalArgumentException("webhook-timeout must be positive: " + webhookPatience);
        }
        weights.forEach(LinkedHub::new);
    }

    /** What devices may say they speak. */
    Set<String> apiVersions() {
        return csrPreview ? Envelope.API_VERSIONS_AND_PREVIEW : Envelope.API_VERSIONS;
    }

    /** The hub of this short name under its host name. */
    public LinkedHub link(String name, String host) {
        return new LinkedHub(host, weights.getOrDefault(name, 1));
    }
}
