package dev.caravan.emulator.dps.admission;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.caravan.emulator.dps.form.DpsError;
import dev.caravan.emulator.sas.SasToken;
import dev.caravan.emulator.wire.Peer;

/**
 * What a device says it is, on whatever transport, and what it says it with.
 *
 * @param peer the certificates TLS was shown
 * @param token what it signed with a symmetric key; null when it sent none. Where there is one, certificates count for
 *     nothing
 */
public record Claim(
        String idScope,
        String registrationId,
        Peer peer,
        @Nullable SasToken token) {

    /** What a device's token names as its policy (documented). */
    private static final String POLICY = "registration";

    /** As it came, and whether the text was a token at all; a text that is none leaves only the certificate. */
    public static Claim of(String idScope, String registrationId, Peer peer, Optional<String> secret) {
        return new Claim(
                idScope, registrationId, peer, secret.flatMap(SasToken::parse).orElse(null));
    }

    /** Documented: the certificate's common name is the registrationId. A token is judged when the device registers. */
    public boolean isNamed() {
        return token != null || peer.commonName().filter(registrationId::equals).isPresent();
    }

    /** Neither certificate nor token: at most a TPM could still speak for the device. */
    public boolean isBare() {
        return token == null && peer.certificate().isEmpty();
    }

    /** Whom the history names. */
    public @Nullable String principal() {
        return token == null ? peer.commonName().orElse(null) : registrationId;
    }

    /** 401 for all that is wrong with the certificate alone; expiry too (inferred). */
    void checkCertificate(Instant now) {
        var leaf = peer.certificate().orElseThrow(Claim::invalid);
        var inTime =
                !Date.from(now).before(leaf.getNotBefore()) && !Date.from(now).after(leaf.getNotAfter());
        if (!inTime || !isNamed()) {
            throw invalid();
        }
    }

    /** 401 for all that is wrong with the token but its signature; a policy of another name too (inferred). */
    void checkToken(SasToken sas, Instant now) {
        var policy = sas.policy();
        var strange = policy != null && !policy.equals(POLICY);
        if (strange || sas.expired(now) || !sas.covers(idScope + "/registrations/" + registrationId)) {
            throw unauthorized();
        }
    }

    static DpsError invalid() {
        return DpsError.unauthorized("Invalid certificate.");
    }

    static DpsError unauthorized() {
        return DpsError.unauthorized("Unauthorized");
    }
}
