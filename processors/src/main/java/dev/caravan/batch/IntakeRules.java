package dev.caravan.batch;

import dev.caravan.certificate.GivenKeyRules;

/**
 * What is asked of a file beyond its form.
 *
 * @param signatures who may have signed it
 * @param keys what the keys must be that its rows bring
 * @param issuers whom its rows may name
 */
public record IntakeRules(Signatures signatures, GivenKeyRules keys, FileIssuers issuers) {

    /** Where there is only the default issuer. */
    public IntakeRules(Signatures signatures, GivenKeyRules keys) {
        this(signatures, keys, FileIssuers.ONE);
    }
}
