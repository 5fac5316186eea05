package dev.caravan.emulator.dps;

import java.time.Clock;
import java.util.Optional;

import dev.caravan.emulator.sas.SasToken;

/** The policy {@code provisioningserviceowner} and its key: judges the SAS tokens of the service API. */
final class SharedAccessPolicy {

    static final String NAME = "provisioningserviceowner";

    private final byte[] key;
    private final Clock clock;

    SharedAccessPolicy(byte[] key, Clock clock) {
        this.key = key.clone();
        this.clock = clock;
    }

    /** The policy a token names, true or not. */
    static Optional<String> nameIn(Optional<String> authorization) {
        return authorization.flatMap(SasToken::parse).flatMap(token -> Optional.ofNullable(token.policy()));
    }

    /** 401 unless the token is ours, in time, and made for the resource or a segment-wise prefix of it (documented). */
    void check(Optional<String> authorization, String host, String path) {
        var token = authorization
                .flatMap(SasToken::parse)
                .orElseThrow(() -> DpsError.unauthorized("Unauthorized: a SharedAccessSignature is required."));
        if (!NAME.equals(token.policy())
                || token.expired(clock.instant())
                || !token.covers(host + path)
                || !token.signedWith(key)) {
            throw DpsError.unauthorized("Unauthorized: the SharedAccessSignature is not valid here and now.");
        }
    }
}
