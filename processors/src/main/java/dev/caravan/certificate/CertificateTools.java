package dev.caravan.certificate;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What making a certificate needs from outside.
 *
 * @param clock where "now" in a validity comes from
 * @param random keys and signatures, except where the signature provider has its own source
 * @param serials of leaves; those of authorities are by chance alone
 */
public record CertificateTools(CryptoProviders providers, Clock clock, SecureRandom random, SerialNumbers serials) {

    /** With serial numbers by chance alone, which is enough where nobody remembers them. */
    public CertificateTools(CryptoProviders providers, Clock clock, SecureRandom random) {
        this(providers, clock, random, () -> SerialNumbers.random(random));
    }
}
