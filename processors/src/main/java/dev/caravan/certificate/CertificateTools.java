package dev.caravan.certificate;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * What making a certificate needs from outside.
 *
 * @param clock where "now" in a validity comes from
 * @param random serial numbers; keys and signatures too, except where the signature provider has its own source
 */
public record CertificateTools(CryptoProviders providers, Clock clock, SecureRandom random) {}
