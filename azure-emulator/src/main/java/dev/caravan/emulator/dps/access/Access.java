package dev.caravan.emulator.dps.access;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.sas.SasToken;

/** Judges the tokens of the service API. Whatever is wrong with one is a 401 (documented; a permission: inferred). */
public final class Access {

    private final List<SharedAccessPolicy> policies;
    private final Clock clock;

    /** By these policies, at the time of this clock. */
    public Access(List<SharedAccessPolicy> policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /** The policy a token names, true or not. */
    public static Optional<String> nameIn(Optional<SasToken> token) {
        return token.flatMap(given -> Optional.ofNullable(given.policy()));
    }

    /** The resource is host and path, without scheme and encoding. */
    public void check(Optional<SasToken> given, Permission permission, String resource) {
        var token =
                given.orElseThrow(() -> DpsError.unauthorized("Unauthorized: a SharedAccessSignature is required."));
        var policy = policies.stream()
                .filter(each -> each.name().equals(token.policy()))
                .filter(each -> each.allows(permission))
                .findFirst();
        if (token.expired(clock.instant())
                || !token.covers(resource)
                || policy.filter(named -> named.signed(token)).isEmpty()) {
            throw DpsError.unauthorized("Unauthorized: the SharedAccessSignature is not valid here and now.");
        }
    }
}
