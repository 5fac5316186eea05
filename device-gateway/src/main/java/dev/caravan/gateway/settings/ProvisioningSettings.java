package dev.caravan.gateway.settings;

import java.time.Duration;

import dev.caravan.device.registration.DpsSettings;

/** Which provisioning service and how it is asked; the rules are those of {@link DpsSettings}. */
public record ProvisioningSettings(
        String idScope,
        String globalEndpoint,
        DpsSettings.Transport transport,
        Duration deadline,
        int registrationsAtOnce) {

    private static final int MOST_AT_ONCE = 64;

    public ProvisioningSettings {
        if (idScope.isBlank()) {
            throw new BadSetting(
                    "caravan.dps.id-scope", "is the provisioning service's id scope, such as 0ne00A1B2C3", idScope);
        }
        if (registrationsAtOnce < 1 || registrationsAtOnce > MOST_AT_ONCE) {
            throw new BadSetting(
                    "caravan.dps.registrations-at-once", "is between 1 and " + MOST_AT_ONCE, registrationsAtOnce);
        }
    }

    /** With the waits that {@link RetrySettings} has for the service's own words. */
    public DpsSettings dps(RetrySettings retry) {
        try {
            return new DpsSettings(
                    idScope, globalEndpoint, transport, deadline, retry.afterThrottle(), retry.afterConflict());
        } catch (IllegalArgumentException e) {
            throw BadSetting.under("caravan.dps", e);
        }
    }
}
